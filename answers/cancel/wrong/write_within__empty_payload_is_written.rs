//! Writes first and checks afterwards whether anything is left. Writing an empty payload takes 0 bytes, which then
//! looks like a writer that takes none.
//! family: empty_input
//! caught by: an_empty_payload_is_written_at_once
//! says: the writer asked first

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
