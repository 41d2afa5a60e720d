//! How a kata's tests are compiled: Cargo is asked once, then rustc is called without it.

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};

pub use crate::claims::recipe::Recipe;
use crate::claims::recipe::{self, Tests};
use crate::kit::{Kata, Kit};
use crate::process::Group;

/// One `--extern`: a crate's name, and where it is.
type Extern<'a> = (&'a str, &'a str);

impl Recipe {
    /// What rustc is called with for a submission: without what is the grader's to say, and with the
    /// crates that `crates` makes of each one.
    pub fn for_a_submission(&self, crates: impl Fn(Extern) -> Vec<String>) -> Vec<String> {
        const OURS: [&str; 6] =
            ["--error-format", "--json", "--emit", "--diagnostic-width", "--warn", "--cap-lints"];
        const OUR_CODEGEN: [&str; 3] = ["debuginfo", "incremental", "extra-filename"];
        let mut arguments = Vec::new();
        let mut rest = self.arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--out-dir" => drop(rest.next()),
                "-C" | "--codegen" => {
                    let option = rest.next().map(String::as_str).unwrap_or_default();
                    if !OUR_CODEGEN.iter().any(|ours| option.starts_with(ours)) {
                        arguments.extend(["-C".to_owned(), option.to_owned()]);
                    }
                }
                "--extern" => {
                    let it = rest.next().map(String::as_str).unwrap_or_default();
                    let crates = crates(it.split_once('=').unwrap_or((it, "")));
                    arguments.extend(crates.into_iter().flat_map(|it| ["--extern".to_owned(), it]));
                }
                it if OURS.iter().any(|ours| it.starts_with(ours)) => {}
                it => arguments.push(it.to_owned()),
            }
        }
        arguments
    }

    /// The arguments for a library of the grader's own, with the crates that `crates` returns for each crate of the
    /// tests.
    pub fn of_a_library(&self, crates: impl Fn(Extern) -> Vec<String>) -> Vec<String> {
        let mut arguments = ["--crate-type", "rlib", "--edition", "2024", "-C", "embed-bitcode=no"]
            .map(str::to_owned)
            .to_vec();
        let mut rest = self.arguments.iter();
        while let Some(argument) = rest.next() {
            match (argument.as_str(), rest.as_slice().first()) {
                ("--extern", Some(it)) => {
                    let crates = crates(it.split_once('=').unwrap_or((it, "")));
                    arguments.extend(crates.into_iter().flat_map(|it| ["--extern".to_owned(), it]));
                }
                ("-L", Some(folder)) => arguments.extend(["-L".to_owned(), folder.clone()]),
                _ => {}
            }
        }
        arguments
    }

    /// The same for tests with the compiler's own harness: those called `name`, in `tests/NAME.rs`.
    pub fn of_plain_tests(&self, name: &str) -> Option<Recipe> {
        let at = self.arguments.iter().position(|argument| argument == "--crate-name")? + 1;
        let old = self.arguments.get(at)?.clone();
        let (old_file, file) = (format!("tests/{old}/main.rs"), format!("tests/{name}.rs"));
        let mut arguments = self.arguments.clone();
        arguments.push("--test".to_owned());
        arguments[at] = name.to_owned();
        let path = arguments.iter_mut().find(|argument| argument.replace('\\', "/") == old_file)?;
        *path = file;
        Some(Recipe { program: self.program.clone(), arguments })
    }
}

/// Has Cargo build the kit's library and the claims, and records how it would compile the programs that register
/// `katas` with them; all katas need the same `feature`.
pub fn ask_cargo(
    kit: &Kit,
    feature: Option<&str>,
    katas: &[&Kata],
    folder: &Path,
) -> Result<BTreeMap<String, Recipe>> {
    let notes = folder.join("notes");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--keep-going", "--locked"]);
    command.args(feature.into_iter().flat_map(|feature| ["--features", feature]));
    command.args(katas.iter().flat_map(|kata| ["--package", &kata.name, "--test", &kata.name]));
    recipe::note(&mut command, &notes, Tests::OnlyNoted)?;
    command
        .env("CARGO_TARGET_DIR", kit.target())
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    // What is compiled here is run, so the caller's own settings must not change it.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_WRAPPER"] {
        command.env_remove(name);
    }
    command.current_dir(&kit.root).stdin(Stdio::null());
    let mut cargo = Group::start_piped(command).context("cannot start cargo")?;
    let (mut stdout, stderr) = (cargo.take_stdout()?, cargo.take_stderr()?);
    let said = std::thread::spawn(move || std::io::read_to_string(stderr));
    std::io::copy(&mut stdout, &mut std::io::sink())?;
    cargo.wait().context("cannot wait for cargo")?;
    let said = said.join().map_err(|_| anyhow!("cannot read what cargo says"))??;
    let mut noted = recipe::read(&notes)?;
    let recipe = |kata: &&Kata| {
        // Cargo calls this a failure, since no test came of it; the note is what was wanted.
        let Some(recipe) = noted.remove(&kata.name) else {
            bail!("the kit's own libraries do not build: {}", said.trim());
        };
        Ok((kata.name.clone(), recipe))
    };
    katas.iter().map(recipe).collect()
}
