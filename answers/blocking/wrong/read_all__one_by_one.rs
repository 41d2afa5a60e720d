//! Awaits each file before it begins the next, so the times add up.
//! family: one_by_one
//! caught by: all_files_are_read_at_the_same_time
//! says: only 1 file
//! says: start all reads, then wait

use std::io;
use std::path::PathBuf;

use tokio::fs;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let mut texts = Vec::new();
    for path in paths {
        texts.push(fs::read_to_string(path).await);
    }
    texts
}
