//! The answers that judge a learner's tests: of the kata `testing`, whose package lists them in `answers.txt`.

use std::fs;

#[cfg(feature = "grade")]
use anyhow::{Context, Result};

use crate::kit::Kit;

/// Where a kit that was exported without its answers has these.
#[cfg(feature = "grade")]
pub const PACKED: &str = "answers.bin";

impl Kit {
    /// Their paths in the kit, with `/`; none of a kata without such a list.
    pub fn judges(&self, kata: &str) -> Vec<String> {
        let list = fs::read_to_string(self.claims(kata).join("answers.txt")).unwrap_or_default();
        list.lines().filter(|line| line.starts_with("answers/")).map(str::to_owned).collect()
    }

    /// The judges of a kata in one file, for a kit without the other answers. Each byte is inverted: nobody comes
    /// across a solution by opening or searching files, and whoever wants to can read it.
    ///
    /// # Errors
    /// If one cannot be read.
    #[cfg(feature = "grade")]
    pub fn pack_judges(&self, kata: &str) -> Result<Vec<u8>> {
        let mut packed = Vec::new();
        for path in self.judges(kata) {
            let text = fs::read(self.root.join(&path)).with_context(|| format!("cannot read {path}"))?;
            packed.extend(format!("{path} {}\n", text.len()).bytes().chain(text).map(|byte| !byte));
        }
        Ok(packed)
    }
}
