//! Takes what the first read returns for the whole answer.
//! family: partial_io
//! caught by: an_answer_may_come_in_pieces
//! says: a single read

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    match timeout(limit, talk(addr, line)).await {
        Ok(answer) => answer,
        Err(_) => Err(ErrorKind::TimedOut.into()),
    }
}

async fn talk<A: ToSocketAddrs>(addr: A, line: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(format!("{line}\n").as_bytes()).await?;
    let mut answer = vec![0; 1 << 20];
    let length = stream.read(&mut answer).await?;
    if length == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    answer.truncate(length);
    let answer = String::from_utf8(answer).map_err(io::Error::other)?;
    Ok(answer.trim_end_matches('\n').to_owned())
}
