//! Calls `try_read` in a loop with `yield_now`, instead of awaiting a read. It never sleeps.
//! family: busy_loop
//! caught by: while_it_waits_it_sleeps
//! says: kept the runtime busy

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
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
    let mut answer = Vec::new();
    while !answer.contains(&b'\n') {
        match stream.try_read_buf(&mut answer) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::WouldBlock => tokio::task::yield_now().await,
            Err(error) => return Err(error),
        }
    }
    let end = answer.iter().position(|&byte| byte == b'\n').unwrap_or_default();
    answer.truncate(end);
    String::from_utf8(answer).map_err(io::Error::other)
}
