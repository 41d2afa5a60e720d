//! A guard moves the payload on when it is dropped, however the call ends.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::sleep;

struct Progress<'a, 'b> {
    payload: &'a mut &'b [u8],
    taken: usize,
}

impl Drop for Progress<'_, '_> {
    fn drop(&mut self) {
        *self.payload = &self.payload[self.taken..];
    }
}

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let mut progress = Progress { payload, taken: 0 };
    let mut out_of_time = std::pin::pin!(sleep(limit));
    while progress.taken < progress.payload.len() {
        tokio::select! {
            biased;
            taken = writer.write(&progress.payload[progress.taken..]) => match taken? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                taken => progress.taken += taken,
            },
            () = &mut out_of_time => return Ok(false),
        }
    }
    Ok(true)
}
