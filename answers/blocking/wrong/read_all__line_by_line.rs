//! Reads line by line and joins the lines with newlines. The original line ends are lost.
//! family: input_changed
//! caught by: a_text_is_given_as_it_is
//! says: line by line

use std::io;
use std::path::PathBuf;

use futures::future::join_all;
use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, BufReader};

async fn read(path: PathBuf) -> io::Result<String> {
    let mut lines = BufReader::new(File::open(path).await?).lines();
    let mut text = String::new();
    while let Some(line) = lines.next_line().await? {
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    join_all(paths.into_iter().map(read)).await
}
