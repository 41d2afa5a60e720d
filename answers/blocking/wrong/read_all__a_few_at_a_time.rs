//! Reads eight files at a time, though the task has no limit.
//! family: hidden_limit
//! caught by: all_files_are_read_at_the_same_time
//! says: only 8 files
//! says: a few at a time

use std::io;
use std::path::PathBuf;

use futures::stream::{self, StreamExt};
use tokio::fs;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    stream::iter(paths).map(fs::read_to_string).buffered(8).collect().await
}
