//! Calls `std::fs` in async blocks. All files are read on the runtime's own thread.
//! family: blocks_the_thread
//! caught by: the_runtime_goes_on_while_a_file_is_read
//! says: the runtime stood still
//! says: std::fs in an async fn

use std::fs;
use std::io;
use std::path::PathBuf;

use futures::future::join_all;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    join_all(paths.iter().map(|path| async move { fs::read_to_string(path) })).await
}
