//! Treats every end but success as out of time. An error of the writer must reach the caller.
//! family: error_swallowed
//! caught by: on_an_error_the_payload_holds_what_was_not_taken
//! says: an error swallowed

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
        Ok(Ok(())) => Ok(true),
        Ok(Err(error)) if error.kind() == io::ErrorKind::WriteZero => Err(error),
        _ => Ok(false),
    }
}
