//! Reports `Other` when a text is not UTF-8, where `std` reports `InvalidData`.
//! family: wrong_error
//! caught by: a_file_that_cannot_be_read_spoils_no_other
//! says: an error of another kind

use std::io;
use std::path::PathBuf;

use futures::future::join_all;
use tokio::fs;

async fn read(path: PathBuf) -> io::Result<String> {
    String::from_utf8(fs::read(path).await?).map_err(io::Error::other)
}

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    join_all(paths.into_iter().map(read)).await
}
