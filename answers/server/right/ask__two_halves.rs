//! The stream in two halves, a deadline for every step, the answer collected byte by byte.

use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::{Instant, timeout_at};

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> Result<String> {
    let deadline = Instant::now() + limit;
    let late = |_| Error::from(ErrorKind::TimedOut);
    let stream = timeout_at(deadline, TcpStream::connect(addr)).await.map_err(late)??;
    let (reader, mut writer) = stream.into_split();
    timeout_at(deadline, writer.write_all(format!("{line}\n").as_bytes())).await.map_err(late)??;
    let mut reader = BufReader::new(reader);
    let mut answer = Vec::new();
    loop {
        match timeout_at(deadline, reader.read_u8()).await.map_err(late)?? {
            b'\n' => return String::from_utf8(answer).map_err(|_| Error::other("not UTF-8")),
            byte => answer.push(byte),
        }
    }
}
