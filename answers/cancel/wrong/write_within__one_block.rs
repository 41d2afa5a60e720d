//! Copies the payload into a block of 8 KiB and writes only that block.
//! family: fixed_room
//! caught by: a_long_payload_goes_through_whole
//! says: only the first block

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let mut block = [0; 8192];
    let size = payload.len().min(block.len());
    block[..size].copy_from_slice(&payload[..size]);
    let write = async {
        let mut taken = 0;
        while taken < size {
            match writer.write(&block[taken..size]).await? {
                0 => return Err(io::Error::from(io::ErrorKind::WriteZero)),
                n => {
                    taken += n;
                    *payload = &payload[n..];
                }
            }
        }
        Ok(true)
    };
    timeout(limit, write).await.unwrap_or(Ok(false))
}
