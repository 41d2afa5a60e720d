//! Puts a BufWriter in between. The payload then sits in its buffer, not in the writer, and is lost when the buffer
//! is dropped.
//! family: lost_on_drop
//! caught by: a_writer_with_room_gets_the_whole_payload_at_once
//! says: a buffer in between

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
