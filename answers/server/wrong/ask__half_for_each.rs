//! Gives half of the limit to connecting and half to the rest. Each may need all of it.
//! family: limit_in_pieces
//! caught by: without_an_answer_the_limit_ends_it
//! says: divided among the steps

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let half = limit / 2;
    let late = |_| io::Error::from(ErrorKind::TimedOut);
    let stream = timeout(half, TcpStream::connect(addr)).await.map_err(late)??;
    timeout(half, talk(stream, line)).await.map_err(late)?
}

async fn talk(stream: TcpStream, line: &str) -> io::Result<String> {
    let mut stream = BufReader::new(stream);
    stream.write_all(format!("{line}\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_line(&mut answer).await?;
    match answer.strip_suffix('\n') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
