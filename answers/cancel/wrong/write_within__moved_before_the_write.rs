//! Cuts a chunk off the payload before it is written. If the time-out drops that write, the chunk is lost.
//! family: lost_on_drop
//! caught by: the_limit_is_for_the_whole_call
//! says: before the writer has them

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
