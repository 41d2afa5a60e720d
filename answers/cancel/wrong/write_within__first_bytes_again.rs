//! Offers the payload from its start again after a short write. The bytes that were taken come off the front.
//! family: partial_io
//! caught by: a_writer_with_room_gets_the_whole_payload_at_once
//! says: the same bytes offered again

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
        let mut taken = 0;
        while taken < payload.len() {
            let left = payload.len() - taken;
            match writer.write(&payload[..left]).await? {
                0 => return Err(io::Error::from(io::ErrorKind::WriteZero)),
                n => taken += n,
            }
        }
        *payload = &[];
        Ok(true)
    };
    timeout(limit, write).await.unwrap_or(Ok(false))
}
