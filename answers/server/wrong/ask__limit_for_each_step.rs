//! Gives each step the whole limit, so together they take longer.
//! family: limit_in_pieces
//! caught by: sending_and_reading_share_the_limit
//! says: one for each step

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let mut stream = BufReader::new(within(limit, TcpStream::connect(addr)).await?);
    within(limit, stream.write_all(format!("{line}\n").as_bytes())).await?;
    let mut answer = String::new();
    within(limit, stream.read_line(&mut answer)).await?;
    match answer.strip_suffix('\n') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}

async fn within<T>(limit: Duration, step: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(limit, step).await.map_err(|_| io::Error::from(ErrorKind::TimedOut))?
}
