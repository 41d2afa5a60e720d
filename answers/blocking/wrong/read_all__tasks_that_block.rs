//! Spawns a task for each file and calls `std::fs` in it. A task has no thread of its own.
//! family: blocks_the_thread
//! caught by: the_runtime_goes_on_while_a_file_is_read
//! says: the runtime stood still

use std::io;
use std::path::PathBuf;

use tokio::task::JoinSet;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let mut tasks = JoinSet::new();
    for (index, path) in paths.into_iter().enumerate() {
        tasks.spawn(async move { (index, std::fs::read_to_string(path)) });
    }
    let mut texts = tasks.join_all().await;
    texts.sort_by_key(|(index, _)| *index);
    texts.into_iter().map(|(_, text)| text).collect()
}
