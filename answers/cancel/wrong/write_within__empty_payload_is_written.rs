//! Writes first and looks afterwards whether anything is left: an empty payload is "taken" with 0 bytes.
//! caught by: an_empty_payload_is_written_at_once
//! says: is asked first

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
        loop {
            if writer.write_buf(payload).await? == 0 {
                return Err(io::Error::from(io::ErrorKind::WriteZero));
            }
            if payload.is_empty() {
                return Ok(true);
            }
        }
    };
    timeout(limit, write).await.unwrap_or(Ok(false))
}
