//! Spawns a task for each file and keeps plain handles. Dropping the call detaches the tasks.
//! family: detached
//! caught by: nothing_is_left_running
//! says: dropping a handle detaches

use std::io;
use std::path::PathBuf;

use tokio::fs;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let tasks: Vec<_> =
        paths.into_iter().map(|path| tokio::spawn(async { fs::read_to_string(path).await })).collect();
    let mut texts = Vec::new();
    for task in tasks {
        texts.push(task.await.expect("reading a file does not panic"));
    }
    texts
}
