//! Limits only the wait for the answer, not connecting and sending.
//! family: limit_in_pieces
//! caught by: a_server_that_does_not_read_is_out_of_time
//! says: one step

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let mut stream = BufReader::new(TcpStream::connect(addr).await?);
    stream.write_all(format!("{line}\n").as_bytes()).await?;
    let mut answer = String::new();
    match timeout(limit, stream.read_line(&mut answer)).await {
        Ok(read) => read?,
        Err(_) => return Err(ErrorKind::TimedOut.into()),
    };
    match answer.strip_suffix('\n') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
