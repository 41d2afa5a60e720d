//! Looks at the clock between two writes, and waits for each write as long as it takes.
//! caught by: out_of_time_the_payload_holds_what_was_not_taken
//! says: looked at only between writes

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
