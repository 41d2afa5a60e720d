//! Moves the payload on after a success or a time-out, but an error returns before that line.
//! family: lost_on_drop
//! caught by: on_an_error_the_payload_holds_what_was_not_taken
//! says: leaves before

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
            let n = writer.write(&payload[taken..]).await?;
            if n == 0 {
                return Err(io::Error::from(io::ErrorKind::WriteZero));
            }
            taken += n;
        }
        Ok(())
    };
    let in_time = match timeout(limit, write).await {
        Ok(written) => {
            written?;
            true
        }
        Err(_) => false,
    };
    *payload = &payload[taken..];
    Ok(in_time)
}
