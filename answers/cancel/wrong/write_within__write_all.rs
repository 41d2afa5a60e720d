//! Puts `write_all` inside a time-out. How far it came is known only to the future that the time-out drops.
//! family: lost_on_drop
//! caught by: the_limit_is_for_the_whole_call
//! says: known only to the future that the time-out drops

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    match timeout(limit, writer.write_all(payload)).await {
        Ok(Ok(())) => {
            *payload = &[];
            Ok(true)
        }
        Ok(Err(error)) => Err(error),
        Err(_) => Ok(false),
    }
}
