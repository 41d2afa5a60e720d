//! Reads the records that a test program has written.

use std::path::Path;

use anyhow::{Context, Result};
use verdict::Verdict;

/// Reads the records in `file`, one JSON object per line; none if there is no file.
pub fn read_all(file: &Path) -> Result<Vec<Verdict>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let line = |line| serde_json::from_str(line).with_context(|| format!("not a verdict record: {line}"));
    // A line that is cut off is not a record: if the disk was full, its claim is not judged.
    text.split_inclusive('\n').filter_map(|text| text.strip_suffix('\n')).map(line).collect()
}
