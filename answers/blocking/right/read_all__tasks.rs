//! A task for each file, in a JoinSet that stops them all when the caller goes away.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use tokio::fs;
use tokio::task::JoinSet;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let mut tasks = JoinSet::new();
    for (index, path) in paths.into_iter().enumerate() {
        tasks.spawn(async move { (index, fs::read_to_string(&path).await) });
    }
    let texts: BTreeMap<usize, io::Result<String>> = tasks.join_all().await.into_iter().collect();
    texts.into_values().collect()
}
