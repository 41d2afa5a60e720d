//! Uses `from_utf8_lossy`, which replaces broken bytes where an error is asked for.
//! family: input_changed
//! caught by: a_file_that_cannot_be_read_spoils_no_other
//! says: from_utf8_lossy

use std::io;
use std::path::PathBuf;

use futures::future::join_all;
use tokio::fs;

async fn read(path: PathBuf) -> io::Result<String> {
    let bytes = fs::read(path).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    join_all(paths.into_iter().map(read)).await
}
