//! The conversation raced against a sleep; the buffer searched for the newline.

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::sleep;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    tokio::select! {
        biased;
        () = sleep(limit) => Err(ErrorKind::TimedOut.into()),
        answer = talk(addr, line) => answer,
    }
}

async fn talk<A: ToSocketAddrs>(addr: A, line: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    stream.write_all(line.as_bytes()).await?;
    stream.write_all(b"\n").await?;
    let mut answer = Vec::with_capacity(1024);
    loop {
        let known = answer.len();
        if stream.read_buf(&mut answer).await? == 0 {
            return Err(io::Error::new(ErrorKind::UnexpectedEof, "closed before the end of the line"));
        }
        if let Some(end) = answer[known..].iter().position(|&byte| byte == b'\n') {
            answer.truncate(known + end);
            return String::from_utf8(answer).map_err(|error| io::Error::new(ErrorKind::InvalidData, error));
        }
    }
}
