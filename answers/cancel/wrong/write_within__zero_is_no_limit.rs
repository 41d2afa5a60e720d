//! Reads a limit of zero as "no limit", as some configuration files do. A duration of zero means that no time is
//! left.
//! family: zero
//! caught by: no_time_and_no_room_is_out_of_time_at_once
//! says: taken for no limit

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let limit = if limit.is_zero() { Duration::from_secs(3600) } else { limit };
    match timeout(limit, writer.write_all_buf(payload)).await {
        Ok(written) => written.map(|()| true),
        Err(_) => Ok(false),
    }
}
