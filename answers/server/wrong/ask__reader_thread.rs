//! Asks in a blocking thread, which goes on when the call is dropped or timed out.
//! family: detached
//! caught by: dropped_half_way_it_closes_its_connection
//! says: outlives the call

use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::net::TcpStream;
use std::time::Duration;

use tokio::net::{ToSocketAddrs, lookup_host};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> io::Result<String> {
    let addrs: Vec<_> = lookup_host(addr).await?.collect();
    let line = format!("{line}\n");
    let talk = move || {
        let mut stream = BufReader::new(TcpStream::connect(&addrs[..])?);
        stream.get_mut().write_all(line.as_bytes())?;
        let mut answer = String::new();
        stream.read_line(&mut answer)?;
        match answer.strip_suffix('\n') {
            Some(answer) => Ok(answer.to_owned()),
            None => Err(ErrorKind::UnexpectedEof.into()),
        }
    };
    match timeout(limit, tokio::task::spawn_blocking(talk)).await {
        Ok(answer) => answer?,
        Err(_) => Err(ErrorKind::TimedOut.into()),
    }
}
