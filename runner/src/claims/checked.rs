//! What came of judging a kata, and how far a learner is with its levels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use verdict::{Reason, Status, Verdict, ascii_wanted};

/// What became of one kata.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Checked {
    /// In the order of the levels, and of the claims in the tests.
    Verdicts {
        verdicts: Vec<Verdict>,
        /// What rustc said, and what the claims' program has to say of the kata.
        warnings: String,
        /// By claim: what it printed, if it failed.
        #[serde(default)]
        printed: BTreeMap<String, String>,
    },
    /// It does not compile: what rustc said.
    Refused(String),
    /// There is no such file: what to do.
    Missing(String),
    /// The file is there and cannot be read: why.
    Unreadable(String),
    /// The kit has no tests for it.
    NoClaims,
    /// Something failed that says nothing about the kata: what, and in whose words.
    Unjudged(String),
    /// It is its stub, so that every claim is known to fail: nothing was built or run.
    Untouched,
}

impl Checked {
    /// Why all or a part of the kata could not be judged, where the kata is not at fault. Such a result is for
    /// now: it is never remembered.
    pub fn unjudged(&self) -> Option<String> {
        match self {
            Checked::Unjudged(why) => Some(why.clone()),
            Checked::Verdicts { verdicts, .. } => verdicts
                .iter()
                .find(|verdict| verdict.status() == Status::Error)
                .map(|it| it.text(ascii_wanted())),
            _ => None,
        }
    }
}

/// Which answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Learner,
    Reference,
}

/// How far a learner is with one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All claims pass.
    Done,
    Failing {
        failed: usize,
        claims: usize,
    },
    NotStarted,
    /// The kata does not compile.
    Refused,
    /// The kata's file is not there.
    Missing,
    /// Something failed that says nothing about the kata.
    Unjudged,
    /// The kata's file cannot be read.
    Unreadable,
    /// The kit has no claims for it, so it can be neither done nor next.
    NoClaims,
    /// Not judged yet.
    Unknown,
}

/// The state of a level, as its kata's verdicts have it.
pub fn state(checked: &Checked, level: &str) -> State {
    let verdicts = match checked {
        Checked::Verdicts { verdicts, .. } => verdicts,
        Checked::Refused(_) => return State::Refused,
        Checked::Missing(_) => return State::Missing,
        Checked::Unreadable(_) => return State::Unreadable,
        Checked::NoClaims => return State::NoClaims,
        Checked::Unjudged(_) => return State::Unjudged,
        Checked::Untouched => return State::NotStarted,
    };
    let of_level: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.level() == level).collect();
    let failed = of_level.iter().filter(|verdict| !verdict.passed()).count();
    if of_level.is_empty() {
        State::NoClaims
    } else if failed == 0 {
        State::Done
    } else if of_level.iter().any(|verdict| verdict.status() == Status::Error) {
        State::Unjudged
    } else if of_level.iter().all(|verdict| verdict.reason == Reason::NotStarted) {
        State::NotStarted
    } else {
        State::Failing { failed, claims: of_level.len() }
    }
}
