//! Computes the deadline in the call. The limit counts from the first poll.
//! family: wrong_clock
//! caught by: the_limit_counts_from_the_first_poll
//! says: counts from the first poll

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout_at;

pub fn ask<A: ToSocketAddrs>(
    addr: A,
    line: &str,
    limit: Duration,
) -> impl Future<Output = io::Result<String>> {
    let deadline = std::time::Instant::now() + limit;
    async move {
        match timeout_at(deadline.into(), talk(addr, line)).await {
            Ok(answer) => answer,
            Err(_) => Err(ErrorKind::TimedOut.into()),
        }
    }
}

async fn talk<A: ToSocketAddrs>(addr: A, line: &str) -> io::Result<String> {
    let mut stream = BufReader::new(TcpStream::connect(addr).await?);
    stream.write_all(format!("{line}\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_line(&mut answer).await?;
    match answer.strip_suffix('\n') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
