//! Reads into a buffer of a fixed size. A longer line does not fit.
//! family: fixed_room
//! caught by: an_answer_may_be_long
//! says: a buffer of a fixed size

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
    let mut buffer = [0; 4096];
    let mut length = 0;
    while !buffer[..length].contains(&b'\n') {
        match stream.read(&mut buffer[length..]).await? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            more => length += more,
        }
    }
    let line = buffer.split(|&byte| byte == b'\n').next().unwrap_or_default();
    String::from_utf8(line.to_vec()).map_err(io::Error::other)
}
