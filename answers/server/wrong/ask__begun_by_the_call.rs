//! Connects in a task that the call spawns, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::io::{self, ErrorKind};
use std::time::Duration;

use futures::FutureExt;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs, lookup_host};
use tokio::time::timeout;

pub fn ask<A: ToSocketAddrs>(
    addr: A,
    line: &str,
    limit: Duration,
) -> impl Future<Output = io::Result<String>> {
    let addrs = lookup_host(addr).now_or_never();
    let addrs: Vec<_> = addrs.and_then(Result::ok).map(Iterator::collect).unwrap_or_default();
    let stream = tokio::spawn(async move { TcpStream::connect(&addrs[..]).await });
    async move {
        let talk = async { talk(stream.await??, line).await };
        match timeout(limit, talk).await {
            Ok(answer) => answer,
            Err(_) => Err(ErrorKind::TimedOut.into()),
        }
    }
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
