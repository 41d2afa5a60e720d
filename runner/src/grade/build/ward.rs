//! The checks of the compiler clinic, as they are laid out for a compiler.

use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::grade::build::worker_dir::{WorkerDir, write};
use crate::grade::clinic::{CLAIM, NAME};
use crate::kit::{Kata, Kit, Level, read};

/// The grader's own part of the clinic.
pub struct Ward {
    /// What the checks share, as a library under a name that no submission can know.
    pub kit_name: String,
    kit_file: PathBuf,
    pub cases: Vec<OfCase>,
}

/// The grader's files for one case.
pub struct OfCase {
    pub name: String,
    check: String,
    pub stub: String,
}

impl Ward {
    /// Reads the checks of all cases.
    ///
    /// # Errors
    /// If one cannot be read.
    pub fn open(kit: &Kit, clinic: &Kata) -> Result<Ward> {
        let checks = kit.root.join("ui/checks");
        let stubs = kit.answers().join(NAME).join("stub");
        let of_case = |level: &Level| {
            let file = format!("{}.rs", level.name);
            let (check, stub) = (read(&checks.join(&file))?, read(&stubs.join(&file))?);
            Ok(OfCase { name: level.name.clone(), check, stub })
        };
        Ok(Ward {
            kit_name: format!("checks_{:016x}", RandomState::new().build_hasher().finish()),
            kit_file: checks.join("kit.rs"),
            cases: clinic.levels.iter().map(of_case).collect::<Result<_>>()?,
        })
    }

    /// The library of the checks: if a check is not satisfied, the claim fails.
    pub fn library(&self, kit: &str) -> String {
        format!(
            "#[path = {:?}]\nmod kit;\npub use kit::*;\nmod ending {{\n\
             pub fn reject(claim: &str, expected: &str, seen: &str, cause: &str) -> ! {{\n\
             let failure = {kit}::probe::Failure::new(format!(\"this does not hold: {{claim}}\"));\n\
             failure.expected(expected).seen(seen).cause(cause).raise()\n}}\n}}\n",
            self.kit_file
        )
    }

    /// Puts the checks in a worker directory, each as a claim.
    pub fn lay_out(&self, worker_dir: &WorkerDir, kit: &str) -> Result<()> {
        let folder = worker_dir.tree.join("tests").join(NAME);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::create_dir_all(worker_dir.tree.join("katas").join(NAME)))
            .with_context(|| format!("cannot make {}", folder.display()))?;
        for OfCase { name, check, .. } in &self.cases {
            let check = check
                .replace("use crate::kit;", &format!("use {} as kit;", self.kit_name))
                .replace("crate::kata::", &format!("crate::kata_{name}::"));
            let claim = format!(
                "\n#[tokio::test(start_paused = true)]\nasync fn {CLAIM}() {{\n    \
                 {kit}::probe::run_as_claim(\"{NAME}\", check()).await;\n}}\n"
            );
            write(&folder.join(format!("{name}.rs")), &(check + &claim))?;
        }
        Ok(())
    }
}
