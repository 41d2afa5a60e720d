//! Keeps the time in a task of its own and never stops it. When the write is done, that task goes on.
//! family: detached
//! caught by: nothing_is_left_running
//! says: a task that keeps the time

use std::io;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::time::sleep;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let (late, mut out_of_time) = oneshot::channel();
    tokio::spawn(async move {
        sleep(limit).await;
        let _ = late.send(());
    });
    tokio::select! {
        biased;
        written = writer.write_all_buf(payload) => written.map(|()| true),
        _ = &mut out_of_time => Ok(false),
    }
}
