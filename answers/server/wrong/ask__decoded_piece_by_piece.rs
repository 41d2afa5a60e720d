//! Decodes each piece by itself. A letter may come in two pieces.
//! family: partial_io
//! caught by: an_answer_may_come_in_pieces
//! says: each piece decoded by itself

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
    let mut answer = String::new();
    let mut buffer = [0; 1024];
    loop {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let (piece, ends) = match buffer[..length].split(|&byte| byte == b'\n').next() {
            Some(piece) if piece.len() < length => (piece, true),
            _ => (&buffer[..length], false),
        };
        answer.push_str(std::str::from_utf8(piece).map_err(io::Error::other)?);
        if ends {
            return Ok(answer);
        }
    }
}
