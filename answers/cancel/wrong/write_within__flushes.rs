//! Flushes at the end, out of habit. A flush may wait beyond any limit; the caller decides when to flush.
//! family: waits_on
//! caught by: it_does_not_flush
//! says: a flush out of habit

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
        writer.write_all_buf(payload).await?;
        writer.flush().await
    };
    match timeout(limit, write).await {
        Ok(written) => written.map(|()| true),
        Err(_) => Ok(false),
    }
}
