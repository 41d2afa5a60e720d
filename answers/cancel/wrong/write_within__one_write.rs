//! Writes once and takes a short write for the end. A writer takes as many bytes as it has room for.
//! family: partial_io
//! caught by: a_writer_with_room_gets_the_whole_payload_at_once
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
