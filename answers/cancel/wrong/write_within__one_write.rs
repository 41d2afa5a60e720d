//! Writes once and takes a short write for the end.
//! caught by: it_waits_for_room_while_there_is_time
//! says: a single write

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    if payload.is_empty() {
        return Ok(true);
    }
    match timeout(limit, writer.write(payload)).await {
        Ok(Ok(0)) => Err(io::ErrorKind::WriteZero.into()),
        Ok(Ok(taken)) => {
            *payload = &payload[taken..];
            Ok(payload.is_empty())
        }
        Ok(Err(error)) => Err(error),
        Err(_) => Ok(false),
    }
}
