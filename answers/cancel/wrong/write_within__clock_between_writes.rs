//! Looks at the clock only between two writes, and waits for each write as long as it takes.
//! family: looks_now_and_then
//! caught by: the_limit_is_for_the_whole_call
//! says: only between writes

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::Instant;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let start = Instant::now();
    while !payload.is_empty() {
        if writer.write_buf(payload).await? == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        if start.elapsed() > limit {
            return Ok(payload.is_empty());
        }
    }
    Ok(true)
}
