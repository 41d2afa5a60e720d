//! Does not check how many bytes were taken. A writer that takes none is asked again for ever.
//! family: busy_loop
//! caught by: a_writer_that_takes_0_bytes_is_an_error
//! says: asked again

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
            writer.write_buf(payload).await?;
        }
        Ok(true)
    };
    timeout(limit, write).await.unwrap_or(Ok(false))
}
