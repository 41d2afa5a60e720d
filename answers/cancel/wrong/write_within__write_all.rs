//! `write_all` inside a time-out: what it has written before the time-out, nobody knows.
//! caught by: out_of_time_the_payload_holds_what_was_not_taken
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
