//! Takes what came before the end of the stream for the answer, even without its newline.
//! family: closed_taken_wrong
//! caught by: closed_before_a_whole_line_is_an_unexpected_end
//! says: even without a newline

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
    let mut answer = String::new();
    stream.read_line(&mut answer).await?;
    if answer.ends_with('\n') {
        answer.pop();
    }
    Ok(answer)
}
