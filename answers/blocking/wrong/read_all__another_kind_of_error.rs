//! Says "other" where the text is not UTF-8; std says InvalidData.
//! caught by: any_files_will_do
//! says: InvalidData

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
