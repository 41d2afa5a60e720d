//! The ready-made piece: `write_all_buf` moves the payload on with each write.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    match timeout(limit, writer.write_all_buf(payload)).await {
        Ok(written) => written.map(|()| true),
        Err(_elapsed) => Ok(false),
    }
}
