//! Decodes each piece as it is read. A letter that lies across two pieces is broken.
//! family: partial_io
//! caught by: a_text_is_given_as_it_is
//! says: decoded piece by piece

use std::io;
use std::path::PathBuf;

use futures::future::join_all;
use tokio::fs::File;
use tokio::io::AsyncReadExt;

async fn read(path: PathBuf) -> io::Result<String> {
    let (mut file, mut text, mut piece) = (File::open(path).await?, String::new(), vec![0; 8192]);
    loop {
        let length = file.read(&mut piece).await?;
        if length == 0 {
            return Ok(text);
        }
        let piece = std::str::from_utf8(&piece[..length]);
        text.push_str(piece.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?);
    }
}

pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    join_all(paths.into_iter().map(read)).await
}
