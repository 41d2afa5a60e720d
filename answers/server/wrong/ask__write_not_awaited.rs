//! Calls the writes without awaiting them, so nothing is sent.
//! family: forgotten_await
//! caught by: a_line_goes_out_and_a_line_comes_back
//! says: without its .await

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let conversation = async {
        let mut stream = BufReader::new(TcpStream::connect(addr).await?);
        let _ = stream.write_all(line.as_bytes());
        let _ = stream.write_all(b"\n");
        let mut answer = String::new();
        stream.read_line(&mut answer).await?;
        answer.strip_suffix('\n').map(str::to_owned).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    };
    timeout(limit, conversation).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
