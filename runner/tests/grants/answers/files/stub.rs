//! Keeps words in a file.

use std::path::Path;

/// Writes `word` to a file in `folder`, and gives what it reads there.
pub async fn keep(folder: &Path, word: &str) -> String {
    todo!("{folder:?} {word}")
}
