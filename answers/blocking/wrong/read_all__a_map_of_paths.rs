//! Keeps the texts in a map by path. A path that is given twice is there only once.
//! family: left_out
//! caught by: a_hundred_files_are_as_good_as_two
//! says: a path that was given twice

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use futures::future::join_all;
use tokio::fs;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let reads = paths.iter().map(|path| async move { (path, fs::read_to_string(path).await) });
    let mut texts: HashMap<&PathBuf, io::Result<String>> = join_all(reads).await.into_iter().collect();
    paths.iter().filter_map(|path| texts.remove(path)).collect()
}
