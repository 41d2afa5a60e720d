//! Says that it will say no more, reads what may be half a line, and asks what it ended with.

use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

pub async fn ask<A: ToSocketAddrs>(addr: A, line: &str, limit: Duration) -> Result<String> {
    let exchange = async {
        let (from, to) = TcpStream::connect(addr).await?.into_split();
        let mut to = BufWriter::new(to);
        to.write_all(line.as_bytes()).await?;
        to.write_u8(b'\n').await?;
        to.flush().await?;
        to.shutdown().await?;
        let mut bytes = Vec::new();
        BufReader::new(from).read_until(b'\n', &mut bytes).await?;
        match bytes.pop() {
            Some(b'\n') => {}
            Some(_) | None => return Err(Error::from(ErrorKind::UnexpectedEof)),
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        String::from_utf8(bytes).map_err(|error| Error::new(ErrorKind::InvalidData, error))
    };
    match timeout(limit, exchange).await {
        Ok(result) => result,
        Err(elapsed) => Err(elapsed.into()),
    }
}
