//! The results of a run of the grader: the head of the run, and a grade for each submission. Every report is made
//! from these.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use verdict::diagnosis::Table;
use verdict::{Status, Verdict};

/// The version of the JSON report; `docs/grade.schema.json` describes it.
pub const VERSION: u32 = 2;

/// What holds for a whole run: what graded, and by which rules.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    pub version: u32,
    /// `--seed` with this number repeats the run.
    pub seed: u64,
    /// Name, version and a fingerprint of the kit.
    pub kit: String,
    pub toolchain: String,
    pub sandbox: Sandbox,
    /// How the self-check went, in this run or before.
    pub self_check: String,
    pub limits: Limits,
    /// What was graded: every submission has exactly these katas and levels, in this order.
    pub katas: Vec<KataHead>,
    /// Which part of a class this is, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

/// The layers of protection between the submissions and the machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sandbox {
    /// `sealed`, or `unsandboxed` if the system does not support it.
    pub claims: String,
    /// Each layer, and whether it held.
    pub layers: BTreeMap<String, bool>,
    /// Remarks about them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// The resources that a submission may use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    pub claim_seconds: f64,
    pub submission_seconds: u64,
    pub claim_memory_mib: u64,
    pub output_mib: u64,
    pub compile_seconds: u64,
    pub compile_memory_mib: u64,
    /// In how many drawn orders the claims of a level that passes are tried; in none unless it is asked for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub explore: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A part of a class: of the submissions by name, every `of`-th, from the `number`-th on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shard {
    /// From 1.
    pub number: u32,
    /// How many parts there are.
    pub of: u32,
    /// A fingerprint of the names of all submissions of the class.
    pub class: String,
    /// The id of the plan by which it was graded, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

/// A kata that was graded, with its levels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KataHead {
    pub name: String,
    pub max_points: u32,
    pub levels: Vec<LevelHead>,
}

/// A level that was graded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelHead {
    pub name: String,
    pub max_points: u32,
    /// Whether its points are given by the share of its claims that pass.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub share: bool,
}

/// A graded submission.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Graded {
    pub name: String,
    pub points: u32,
    pub max_points: u32,
    /// Why nothing of it could be judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    pub katas: Vec<KataGrade>,
}

/// The grade of one kata.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KataGrade {
    pub name: String,
    pub points: u32,
    pub max_points: u32,
    /// A remark about the file as a whole: that it does not compile as it was handed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub levels: Vec<LevelGrade>,
}

/// The grade of one level.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LevelGrade {
    pub name: String,
    /// What [`LevelGrade::earned`] says.
    pub points: u32,
    pub max_points: u32,
    /// Whether the points are given by the share of its claims that pass.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub share: bool,
    pub claims: Vec<Verdict>,
    /// What is known of answers that fail like this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<Diagnosed>,
}

/// Which claim of a level shows best what is wrong, and the kind of mistake that it most likely is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosed {
    /// The claim's id. Reports tell of it first; its message names the mistake.
    pub claim: String,
    /// Its usual cause, without the mistake.
    pub cause: String,
    /// If one kind fits clearly better than all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<MistakeFamily>,
}

/// A kind of mistake that is made in many levels; `answers/families.toml` has them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MistakeFamily {
    pub name: String,
    /// What the mistakes have in common, in a sentence.
    pub idea: String,
    /// Where it is explained.
    pub lesson: String,
}

impl LevelGrade {
    /// Gives the points that the verdicts earn, all or none.
    pub fn new(name: &str, max_points: u32, claims: Vec<Verdict>) -> LevelGrade {
        let level = LevelGrade {
            name: name.to_owned(),
            points: 0,
            max_points,
            share: false,
            claims,
            diagnosis: None,
        };
        LevelGrade { points: level.earned(), ..level }
    }

    /// Gives the points by the share of the claims that pass.
    pub fn by_share(self) -> LevelGrade {
        let level = LevelGrade { share: true, ..self };
        LevelGrade { points: level.earned(), ..level }
    }

    /// What is the same for all submissions.
    pub fn head(&self) -> LevelHead {
        LevelHead { name: self.name.clone(), max_points: self.max_points, share: self.share }
    }

    /// The points that the verdicts earn: `max_points` if every claim passes, otherwise none; in a level whose points
    /// are shared out, the share of its claims that pass, rounded down. A level without claims earns nothing.
    pub fn earned(&self) -> u32 {
        if self.share {
            let passed = self.claims.iter().filter(|claim| claim.passed()).count() as u64;
            let all = self.claims.len().max(1) as u64;
            // At most `max_points`.
            (u64::from(self.max_points) * passed / all) as u32
        } else if self.passed() {
            self.max_points
        } else {
            0
        }
    }

    /// Compares what fails with the mistakes that are known.
    pub fn diagnosed(mut self, known: &Table) -> LevelGrade {
        let Some(diagnosis) = known.diagnose(&self.name, &self.claims) else { return self };
        let family = diagnosis.family.map(|(name, family)| MistakeFamily {
            name: name.to_owned(),
            idea: family.idea.clone(),
            lesson: family.lesson.clone(),
        });
        let first = diagnosis.verdict();
        let cause = diagnosis.first.message.cause.clone();
        self.diagnosis = Some(Diagnosed { claim: first.id.clone(), cause, family });
        if let Some(claim) = self.claims.iter_mut().find(|claim| claim.id == first.id) {
            *claim = first;
        }
        self
    }

    pub fn passed(&self) -> bool {
        !self.claims.is_empty() && self.failed().next().is_none()
    }

    /// The claims that do not hold, each with its number: first the one that shows best what is wrong, then the others
    /// as they are written.
    pub fn failed_by_number(&self) -> impl Iterator<Item = (usize, &Verdict)> {
        let shows =
            |(_, claim): &(usize, &Verdict)| self.diagnosis.as_ref().is_some_and(|it| it.claim == claim.id);
        let failed = || self.claims.iter().enumerate().filter(|(_, claim)| !claim.passed());
        failed().filter(shows).chain(failed().filter(move |claim| !shows(claim)))
    }

    /// The claims that do not hold, in the same order.
    pub fn failed(&self) -> impl Iterator<Item = &Verdict> {
        self.failed_by_number().map(|(_, claim)| claim)
    }

    /// The usual cause that a claim's message names, without a known mistake.
    pub fn cause<'a>(&'a self, claim: &'a Verdict) -> &'a str {
        match &self.diagnosis {
            Some(diagnosis) if diagnosis.claim == claim.id => &diagnosis.cause,
            _ => &claim.message.cause,
        }
    }
}

impl KataGrade {
    /// Adds up the levels.
    pub fn new(name: &str, levels: Vec<LevelGrade>) -> KataGrade {
        let points = levels.iter().map(|level| level.points).sum();
        let max_points = levels.iter().map(|level| level.max_points).sum();
        KataGrade { name: name.to_owned(), points, max_points, note: None, levels }
    }
}

impl Graded {
    /// Adds up the katas.
    pub fn new(name: String, problem: Option<String>, katas: Vec<KataGrade>) -> Graded {
        let points = katas.iter().map(|kata| kata.points).sum();
        let max_points = katas.iter().map(|kata| kata.max_points).sum();
        Graded { name, points, max_points, problem, katas }
    }

    /// All levels, each with its kata.
    pub fn levels(&self) -> impl Iterator<Item = (&KataGrade, &LevelGrade)> {
        self.katas.iter().flat_map(|kata| kata.levels.iter().map(move |level| (kata, level)))
    }

    /// The verdicts on all claims.
    pub fn claims(&self) -> impl Iterator<Item = &Verdict> {
        self.levels().flat_map(|(_, level)| &level.claims)
    }

    /// Whether everything is as it should be. A file that does not compile is not, although its levels may have their
    /// points.
    pub fn passed(&self) -> bool {
        self.remarks().next().is_none() && self.levels().all(|(_, level)| level.passed())
    }

    /// Remarks about more than a level: why nothing could be judged, or that a file does not compile as it was handed
    /// in.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        self.problem.iter().chain(self.katas.iter().filter_map(|kata| kata.note.as_ref())).map(String::as_str)
    }

    /// Whether the grader itself failed here.
    pub fn harness_error(&self) -> bool {
        self.claims().any(|claim| claim.status() == Status::Error)
    }
}

#[cfg(test)]
impl Head {
    /// A head for tests of the reports.
    pub fn sample() -> Head {
        let levels = vec![LevelHead { name: "total".to_owned(), max_points: 3, share: false }];
        Head {
            version: VERSION,
            seed: 7,
            kit: "a kit".to_owned(),
            toolchain: "a toolchain".to_owned(),
            sandbox: Sandbox { claims: "sealed".to_owned(), layers: BTreeMap::new(), notes: Vec::new() },
            self_check: "passed".to_owned(),
            limits: Limits {
                claim_seconds: 4.0,
                submission_seconds: 300,
                claim_memory_mib: 1024,
                output_mib: 16,
                compile_seconds: 20,
                compile_memory_mib: 4096,
                explore: 0,
            },
            katas: vec![KataHead { name: "tiny".to_owned(), max_points: 3, levels }],
            shard: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use verdict::{Reason, Verdict};

    use super::LevelGrade;

    #[test]
    fn a_share_of_the_points_is_rounded_down() {
        let grade = |passed: usize, of: usize| {
            let claim =
                |at| Verdict::new("a::b::c", if at < passed { Reason::Ok } else { Reason::Assert }, "");
            let level = LevelGrade::new("b", 3, (0..of).map(claim).collect());
            (level.points, level.by_share().points)
        };
        assert_eq!(grade(0, 15), (0, 0));
        assert_eq!(grade(4, 15), (0, 0));
        assert_eq!(grade(10, 15), (0, 2));
        assert_eq!(grade(14, 15), (0, 2));
        assert_eq!(grade(15, 15), (3, 3));
        assert_eq!(grade(0, 0), (0, 0));
    }
}
