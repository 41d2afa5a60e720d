//! The verdict record as the tests write it (`src/probe/verdict.rs` says what each field means).

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::picture::Timeline;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Verdict {
    pub id: String,
    pub status: Status,
    pub reason: String,
    pub message: String,
    pub timeline: Option<Timeline>,
    pub ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Pass,
    Fail,
    Error,
}

impl Verdict {
    /// A claim of which nothing was heard.
    pub fn missing(id: String) -> Verdict {
        let message = "no verdict was written: the tests were stopped, or could not write".to_owned();
        let reason = "harness_error".to_owned();
        Verdict { id, status: Status::Error, reason, message, timeline: None, ms: 0 }
    }

    /// The level's name: the second part of the id.
    pub fn level(&self) -> &str {
        self.id.split("::").nth(1).unwrap_or(&self.id)
    }

    /// The claim's name: the third part of the id, without a case.
    pub fn claim(&self) -> &str {
        self.id.split("::").nth(2).unwrap_or(&self.id)
    }
}

/// Reads the records in `file`, one JSON object per line; none if there is no file.
pub fn read_all(file: &Path) -> Result<Vec<Verdict>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let line = |line| serde_json::from_str(line).with_context(|| format!("not a verdict record: {line}"));
    // A line that was cut off is no record: where there was no room for it, its claim is not judged.
    text.split_inclusive('\n').filter_map(|text| text.strip_suffix('\n')).map(line).collect()
}
