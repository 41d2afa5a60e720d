//! `plan.json`: what a class that is graded in shards consists of, and by which rules it is graded. Every shard is
//! graded by it, and `cargo kata merge` compares what has arrived with it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::grade::report::file;
use crate::grade::results::model::{Head, KataHead, Limits, Shard};
use crate::grade::results::shard::{self, Part};
use crate::ui::text::hex;

/// The version of the file.
const VERSION: u32 = 1;

/// The file's name in the plan's folder.
pub const FILE: &str = "plan.json";

/// The folder beside it for the reports of the shards.
const RESULTS: &str = "results";

/// Who starts the shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheduler {
    Slurm,
    Kubernetes,
    Parallel,
    Github,
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassPlan {
    version: u32,
    /// A digest of all the rest.
    pub id: String,
    pub scheduler: Scheduler,
    /// How many shards there are: the I-th has every `shards`-th submission, from the I-th on.
    pub shards: u32,
    pub kit: String,
    pub toolchain: String,
    pub seed: u64,
    pub limits: Limits,
    /// What is graded, and what it is worth.
    pub katas: Vec<KataHead>,
    /// The names of all submissions, sorted.
    pub submissions: Vec<String>,
}

impl ClassPlan {
    /// A plan for `submissions`, which are sorted, graded by the rules in `head`.
    pub fn new(scheduler: Scheduler, shards: u32, head: &Head, submissions: Vec<String>) -> ClassPlan {
        let plan = ClassPlan {
            version: VERSION,
            id: String::new(),
            scheduler,
            shards,
            kit: head.kit.clone(),
            toolchain: head.toolchain.clone(),
            seed: head.seed,
            limits: head.limits.clone(),
            katas: head.katas.clone(),
            submissions,
        };
        ClassPlan { id: plan.digest(), ..plan }
    }

    fn digest(&self) -> String {
        let rest = ClassPlan { id: String::new(), ..self.clone() };
        // A plan consists of texts and numbers, which are always JSON.
        hex(&Sha256::digest(serde_json::to_vec(&rest).unwrap_or_default())[..8])
    }

    /// Reads the plan in `folder`.
    ///
    /// # Errors
    /// If there is none, or it is not as it was written.
    pub fn read(folder: &Path) -> Result<ClassPlan> {
        let path = folder.join(FILE);
        let shown = path.display();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read the plan {shown}"))?;
        let plan: ClassPlan = serde_json::from_str(&text)
            .with_context(|| format!("{shown} is not a plan of `cargo kata class plan`"))?;
        ensure!(
            plan.version == VERSION,
            "{shown} is a plan of version {}, and this kit reads version {VERSION}: plan again with this kit",
            plan.version
        );
        ensure!(
            plan.digest() == plan.id,
            "{shown} is not as it was written, and its shards could not be merged: plan again"
        );
        Ok(plan)
    }

    /// Writes the plan into `folder`, in which no other may be.
    ///
    /// # Errors
    /// If another plan is there, or it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        fs::create_dir_all(results(folder)).with_context(|| format!("cannot make {}", folder.display()))?;
        if path.exists() && !ClassPlan::read(folder).is_ok_and(|there| there == *self) {
            bail!("{} is another plan, of which shards may be graded: choose another --out", path.display());
        }
        let text = serde_json::to_string_pretty(self).context("cannot write down the plan")?;
        replace(&path, |out| Ok(writeln!(out, "{text}")?))
    }

    /// This part of the class: its name for the report, and the names of its submissions.
    pub fn part(&self, number: u32) -> (Part, Shard, Vec<String>) {
        let part = Part { number, of: self.shards };
        let class = shard::fingerprint(self.submissions.iter().map(String::as_str));
        let shard = Shard { number, of: self.shards, class, plan: Some(self.id.clone()) };
        (part, shard, part.of(&self.submissions))
    }

    /// In what a report was not graded by this plan, as the end of a sentence about it; `None` if it was. The sandbox
    /// is not planned: only the machines that grade know theirs.
    pub fn differs(&self, head: &Head) -> Option<String> {
        let other = |what: &str, theirs: &dyn std::fmt::Display, ours: &dyn std::fmt::Display| {
            Some(format!("was graded with another {what} than is planned ({theirs}, not {ours})"))
        };
        if head.kit != self.kit {
            return other("kit", &head.kit, &self.kit);
        }
        if head.toolchain != self.toolchain {
            return other("toolchain", &head.toolchain, &self.toolchain);
        }
        if head.seed != self.seed {
            return other("seed", &head.seed, &self.seed);
        }
        if head.katas != self.katas {
            return Some("was graded with other katas or points than are planned".to_owned());
        }
        if head.limits != self.limits {
            return Some("was graded with other limits than are planned".to_owned());
        }
        let Some(shard) = &head.shard else { return Some("is no shard of a class".to_owned()) };
        let (_, planned, _) = self.part(shard.number);
        let same_plan = shard.plan.as_ref().is_none_or(|plan| *plan == self.id);
        if (shard.of, &shard.class) != (self.shards, &planned.class) || !same_plan {
            return Some("is a shard of another plan".to_owned());
        }
        None
    }
}

/// The folder for the reports of the shards.
pub fn results(folder: &Path) -> PathBuf {
    folder.join(RESULTS)
}

/// The report of a shard.
pub fn report(folder: &Path, number: u32) -> PathBuf {
    results(folder).join(format!("shard-{number}.json"))
}

/// Writes a file of a plan in one step, see [`file::replace`]. Whoever merges may be another user of the same group.
///
/// # Errors
/// If it cannot be written.
pub fn replace(path: &Path, write: impl FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
    file::replace(path, Some(0o640), write).with_context(|| format!("cannot write {}", path.display()))
}
