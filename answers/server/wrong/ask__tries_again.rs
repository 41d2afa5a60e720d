//! Tries again when the connection is reset, instead of passing the error on.
//! family: too_picky
//! caught by: a_reset_is_passed_on
//! says: a second try after an error

use std::io::{self, ErrorKind};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpStream, ToSocketAddrs, lookup_host};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let insist = async {
        loop {
            match talk(&addr, line).await {
                Err(error) if error.kind() == ErrorKind::ConnectionReset => {}
                answer => return answer,
            }
        }
    };
    match timeout(limit, insist).await {
        Ok(answer) => answer,
        Err(_) => Err(ErrorKind::TimedOut.into()),
    }
}

async fn talk<A: ToSocketAddrs>(addr: &A, line: &str) -> io::Result<String> {
    let mut stream =
        BufReader::new(TcpStream::connect(lookup_host(addr).await?.collect::<Vec<_>>().as_slice()).await?);
    stream.write_all(format!("{line}\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_line(&mut answer).await?;
    match answer.strip_suffix('\n') {
        Some(answer) => Ok(answer.to_owned()),
        None => Err(ErrorKind::UnexpectedEof.into()),
    }
}
