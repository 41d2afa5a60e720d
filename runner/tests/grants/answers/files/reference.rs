//! Keeps words in a file.

use std::path::Path;

/// Writes `word` to a file in `folder`, and gives what it reads there.
pub async fn keep(folder: &Path, word: &str) -> String {
    let file = folder.join("word");
    assert!(!file.exists());
    tokio::fs::write(&file, word).await.unwrap();
    std::fs::read_to_string(&file).unwrap()
}
