//! Computes the deadline when the function is called, not at the first poll. The time in between is taken from the
//! limit.
//! family: wrong_clock
//! caught by: nothing_happens_before_the_first_poll
//! says: a clock that was started by the call

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

pub fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> impl Future<Output = io::Result<bool>> {
    let deadline = Instant::now() + limit;
    async move {
        match timeout_at(deadline, writer.write_all_buf(payload)).await {
            Ok(written) => written.map(|()| true),
            Err(_) => Ok(false),
        }
    }
}
