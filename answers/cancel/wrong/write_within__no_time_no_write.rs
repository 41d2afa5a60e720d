//! Gives up on a limit of zero before it looks at the payload. An empty payload needs no time.
//! family: zero
//! caught by: an_empty_payload_is_written_at_once
//! says: the limit looked at first

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    if limit.is_zero() {
        return Ok(false);
    }
    match timeout(limit, writer.write_all_buf(payload)).await {
        Ok(written) => written.map(|()| true),
        Err(_) => Ok(false),
    }
}
