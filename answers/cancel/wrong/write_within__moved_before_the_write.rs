//! Cuts a chunk off the payload before it is written: a time-out drops the chunk.
//! caught by: out_of_time_the_payload_holds_what_was_not_taken
//! says: bytes are lost

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let write = async {
        while !payload.is_empty() {
            let (chunk, rest) = payload.split_at(payload.len().min(4096));
            *payload = rest;
            writer.write_all(chunk).await?;
        }
        Ok(true)
    };
    timeout(limit, write).await.unwrap_or(Ok(false))
}
