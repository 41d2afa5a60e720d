//! Hands the whole list to one thread of the pool. The files are read one after the other.
//! family: one_by_one
//! caught by: all_files_are_read_at_the_same_time
//! says: one thread for all

use std::io;
use std::path::PathBuf;

use tokio::task::spawn_blocking;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let read = || paths.into_iter().map(std::fs::read_to_string).collect();
    spawn_blocking(read).await.expect("reading a file does not panic")
}
