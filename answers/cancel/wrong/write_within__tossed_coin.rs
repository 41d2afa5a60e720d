//! select! without `biased`: with a limit of zero it may look at the clock first.
//! caught by: an_empty_payload_is_written_at_once
//! says: it gave Ok(false), not Ok(true)

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::sleep;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    tokio::select! {
        written = writer.write_all_buf(payload) => written.map(|()| true),
        () = sleep(limit) => Ok(false),
    }
}
