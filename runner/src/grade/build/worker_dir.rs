//! Where one worker compiles.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::grade::results::folders;

/// Clippy's list, by the name that it looks for.
pub const LIST: &str = "clippy.toml";

/// The directory of one worker.
pub struct WorkerDir {
    /// The source tree that is compiled, with the kata in it.
    pub tree: PathBuf,
    /// Where the compiler writes.
    pub out: PathBuf,
}

/// Clears a worker directory, however the work on it ends.
pub struct Cleared<'a>(pub &'a WorkerDir);

impl Drop for Cleared<'_> {
    fn drop(&mut self) {
        // It is cleared once more before it is used.
        let _ = folders::remove(&self.0.out);
        let _ = folders::remove(&self.0.tree.join("katas"));
    }
}

/// Replaces a file.
pub fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
