//! Counts what the writer has taken and moves the payload on at the end. If the call is dropped half-way, that end is
//! never reached.
//! family: lost_on_drop
//! caught by: dropped_half_way_the_payload_holds_what_was_not_taken
//! says: the payload moved on only at the end

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let mut taken = 0;
    let write = async {
        while taken < payload.len() {
            match writer.write(&payload[taken..]).await? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                n => taken += n,
            }
        }
        Ok(true)
    };
    let written = timeout(limit, write).await.unwrap_or(Ok(false));
    *payload = &payload[taken..];
    written
}
