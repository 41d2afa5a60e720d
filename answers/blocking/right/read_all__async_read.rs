//! Opens, reads and decodes by hand, with Tokio's file and its reader.

use std::io;
use std::path::PathBuf;

use futures::stream::{FuturesOrdered, StreamExt};
use tokio::fs::File;
use tokio::io::AsyncReadExt;

async fn read(path: PathBuf) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path).await?.read_to_end(&mut bytes).await?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    paths.into_iter().map(read).collect::<FuturesOrdered<_>>().collect().await
}
