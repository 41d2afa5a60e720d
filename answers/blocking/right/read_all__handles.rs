//! All handles first, then each in its turn: every read has begun before the first is awaited.

use std::io;
use std::path::PathBuf;

use tokio::task::{JoinHandle, spawn_blocking};

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    let reads: Vec<JoinHandle<io::Result<String>>> =
        paths.into_iter().map(|path| spawn_blocking(|| std::fs::read_to_string(path))).collect();
    let mut texts = Vec::with_capacity(reads.len());
    for read in reads {
        texts.push(read.await.unwrap_or_else(|error| Err(io::Error::other(error))));
    }
    texts
}
