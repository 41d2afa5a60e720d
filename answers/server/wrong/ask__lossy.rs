//! Uses `from_utf8_lossy`, which replaces broken bytes where an error is asked for.
//! family: input_changed
//! caught by: an_answer_that_is_not_utf_8_is_an_error
//! says: from_utf8_lossy

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
    let mut stream = BufReader::new(TcpStream::connect(addr).await?);
    stream.write_all(format!("{line}\n").as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_until(b'\n', &mut answer).await?;
    match answer.strip_suffix(b"\n") {
        Some(answer) => Ok(String::from_utf8_lossy(answer).into_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
