//! Gives every single write the whole limit. Each byte that is taken starts the clock again.
//! family: limit_in_pieces
//! caught by: the_limit_is_for_the_whole_call
//! says: a time-out around each write

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    while !payload.is_empty() {
        match timeout(limit, writer.write_buf(payload)).await {
            Ok(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error),
            Err(_) => return Ok(false),
        }
    }
    Ok(true)
}
