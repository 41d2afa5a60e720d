//! Writes in a task of its own, which is still there when the time is over.
//! family: detached
//! caught by: a_server_that_does_not_read_is_out_of_time
//! says: outlives the call

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    match timeout(limit, talk(addr, line)).await {
        Ok(answer) => answer,
        Err(_) => Err(ErrorKind::TimedOut.into()),
    }
}

async fn talk<A: ToSocketAddrs>(addr: A, line: &str) -> io::Result<String> {
    let (from, mut to) = TcpStream::connect(addr).await?.into_split();
    let line = format!("{line}\n");
    tokio::spawn(async move { to.write_all(line.as_bytes()).await });
    let mut answer = String::new();
    BufReader::new(from).read_line(&mut answer).await?;
    match answer.strip_suffix('\n') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
