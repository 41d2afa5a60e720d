//! `write_buf` moves the payload on by what was taken; one deadline holds for every turn of the loop.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let deadline = Instant::now() + limit;
    while !payload.is_empty() {
        match timeout_at(deadline, writer.write_buf(payload)).await {
            Ok(Ok(0)) => return Err(io::Error::new(io::ErrorKind::WriteZero, "the writer takes no more")),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error),
            Err(_) => return Ok(false),
        }
    }
    Ok(true)
}
