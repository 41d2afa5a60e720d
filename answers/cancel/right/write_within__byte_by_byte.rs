//! One byte at a time: slow, and right.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let all = async {
        while let Some((first, rest)) = payload.split_first() {
            if writer.write(&[*first]).await? == 0 {
                return Err(io::Error::from(io::ErrorKind::WriteZero));
            }
            *payload = rest;
        }
        Ok(true)
    };
    tokio::select! {
        biased;
        written = all => written,
        () = tokio::time::sleep(limit) => Ok(false),
    }
}
