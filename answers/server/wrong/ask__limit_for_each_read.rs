//! Gives each read the whole limit. A slow drip of bytes goes on for ever.
//! family: limit_in_pieces
//! caught by: a_slow_drip_does_not_prolong_the_limit
//! says: one for each step

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let talk = async {
        let mut stream = TcpStream::connect(addr).await?;
        stream.write_all(format!("{line}\n").as_bytes()).await?;
        io::Result::Ok(stream)
    };
    let mut stream = timeout(limit, talk).await??;
    let mut answer = Vec::new();
    while !answer.contains(&b'\n') {
        if timeout(limit, stream.read_buf(&mut answer)).await?? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    let end = answer.iter().position(|&byte| byte == b'\n').unwrap_or_default();
    answer.truncate(end);
    String::from_utf8(answer).map_err(io::Error::other)
}
