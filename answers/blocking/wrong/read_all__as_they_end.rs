//! Collects the texts as the reads end, so they are not in the order of their paths.
//! family: completion_order
//! caught by: texts_are_in_the_order_of_their_paths
//! says: the n-th text belongs to the n-th path

use std::io;
use std::path::PathBuf;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::fs;

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    paths.into_iter().map(fs::read_to_string).collect::<FuturesUnordered<_>>().collect().await
}
