//! Puts a BufWriter in between: the payload is in its buffer then, not in the writer.
//! caught by: out_of_time_the_payload_holds_what_was_not_taken
//! says: not Ok(false)

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt, BufWriter};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let mut buffered = BufWriter::new(writer);
    match timeout(limit, buffered.write_all_buf(payload)).await {
        Ok(written) => written.map(|()| true),
        Err(_) => Ok(false),
    }
}
