//! A known mistake beside the reference solution: `answers/KATA/timelines.json` holds a list of them for each level, from
//! which the pages of the lessons are drawn.

use serde::{Deserialize, Serialize};

use super::Timeline;

/// One claim on a wrong answer and on the reference solution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contrast {
    /// The wrong answer: its file is called `LEVEL__NAME.rs`.
    pub mistake: String,
    /// What it does, in a sentence.
    pub idea: String,
    /// The claim, and its case if it is a table: `CLAIM` or `CLAIM::case_N_name`.
    pub claim: String,
    /// What the wrong answer's work did.
    pub seen: Timeline,
    /// What that of the reference solution did.
    pub reference: Timeline,
}

impl Contrast {
    /// Where the axis of both pictures ends, so that they can be compared.
    pub fn span_ms(&self) -> u64 {
        self.seen.reach_ms().max(self.reference.reach_ms())
    }
}
