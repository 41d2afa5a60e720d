//! Uses `select!` without `biased`, which polls its branches in random order. With a limit of zero the timer may win,
//! although nothing is left to write.
//! family: tie_lost
//! caught by: an_empty_payload_is_written_at_once
//! says: without `biased`

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
