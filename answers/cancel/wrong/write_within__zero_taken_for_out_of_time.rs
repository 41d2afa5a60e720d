//! Takes a writer that takes 0 bytes for one that has no room yet. `Ok(0)` means that it never takes a byte again.
//! family: error_swallowed
//! caught by: a_writer_that_takes_0_bytes_is_an_error
//! says: taken for "no room yet"

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let write = async {
        while !payload.is_empty() {
            if writer.write_buf(payload).await? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    };
    timeout(limit, write).await.unwrap_or(Ok(false))
}
