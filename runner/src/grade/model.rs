//! What a run of the grader gives: one model, from which every report is drawn.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::verdict::{Status, Verdict};

/// The version of the JSON report; `docs/grade.schema.json` describes it.
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, Serialize)]
pub struct Grade {
    pub version: u32,
    /// `--seed` with this number repeats the run.
    pub seed: u64,
    /// Name, version and a fingerprint of the kit.
    pub kit: String,
    pub toolchain: String,
    pub sandbox: Sandbox,
    pub self_check: String,
    pub submissions: Vec<Graded>,
}

/// Which layers stood between the submissions and the machine.
#[derive(Debug, Clone, Serialize)]
pub struct Sandbox {
    /// `sealed`, or `unsandboxed` where the system cannot.
    pub claims: &'static str,
    /// Each layer, and whether it held.
    pub layers: BTreeMap<&'static str, bool>,
    /// What else is to be known of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Graded {
    pub name: String,
    pub points: u32,
    pub max_points: u32,
    /// Why nothing of it could be judged, or what else is to be said of all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    pub katas: Vec<KataGrade>,
}

#[derive(Debug, Clone, Serialize)]
pub struct KataGrade {
    pub name: String,
    pub points: u32,
    pub max_points: u32,
    pub levels: Vec<LevelGrade>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LevelGrade {
    pub name: String,
    /// All of `max_points` if every claim passes, else 0.
    pub points: u32,
    pub max_points: u32,
    pub claims: Vec<Verdict>,
}

impl LevelGrade {
    pub fn new(name: &str, max_points: u32, claims: Vec<Verdict>) -> LevelGrade {
        // No claim at all earns nothing.
        let passed = !claims.is_empty() && claims.iter().all(|claim| claim.status == Status::Pass);
        LevelGrade { name: name.to_owned(), points: if passed { max_points } else { 0 }, max_points, claims }
    }

    pub fn passed(&self) -> bool {
        !self.claims.is_empty() && self.failed().next().is_none()
    }

    /// The claims that do not hold.
    pub fn failed(&self) -> impl Iterator<Item = &Verdict> {
        self.claims.iter().filter(|claim| claim.status != Status::Pass)
    }
}

impl KataGrade {
    pub fn new(name: &str, levels: Vec<LevelGrade>) -> KataGrade {
        let points = levels.iter().map(|level| level.points).sum();
        let max_points = levels.iter().map(|level| level.max_points).sum();
        KataGrade { name: name.to_owned(), points, max_points, levels }
    }
}

impl Graded {
    pub fn new(name: String, problem: Option<String>, katas: Vec<KataGrade>) -> Graded {
        let points = katas.iter().map(|kata| kata.points).sum();
        let max_points = katas.iter().map(|kata| kata.max_points).sum();
        Graded { name, points, max_points, problem, katas }
    }

    pub fn levels(&self) -> impl Iterator<Item = (&KataGrade, &LevelGrade)> {
        self.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)))
    }

    pub fn claims(&self) -> impl Iterator<Item = &Verdict> {
        self.levels().flat_map(|(_, level)| &level.claims)
    }

    pub fn passed(&self) -> bool {
        self.problem.is_none() && self.levels().all(|(_, level)| level.passed())
    }

    /// Whether the grader itself failed here.
    pub fn harness_error(&self) -> bool {
        self.claims().any(|claim| claim.status == Status::Error)
    }
}

impl Grade {
    /// 0 everything passed, 1 something failed, 2 the grader itself failed.
    pub fn exit_code(&self) -> u8 {
        if self.submissions.iter().any(Graded::harness_error) {
            2
        } else if self.submissions.iter().all(Graded::passed) {
            0
        } else {
            1
        }
    }
}
