//! By hand: `poll_write` until the payload is empty, and the clock only when the writer has no room.

use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::{Pin, pin};
use std::task::{Poll, ready};
use std::time::Duration;

use tokio::io::AsyncWrite;
use tokio::time::sleep;

pub async fn write_within<W: AsyncWrite + Unpin>(
    writer: &mut W,
    payload: &mut &[u8],
    limit: Duration,
) -> io::Result<bool> {
    let mut out_of_time = pin!(sleep(limit));
    poll_fn(|cx| {
        while !payload.is_empty() {
            match Pin::new(&mut *writer).poll_write(cx, payload) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(taken)) => *payload = payload.split_at(taken).1,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    ready!(out_of_time.as_mut().poll(cx));
                    return Poll::Ready(Ok(false));
                }
            }
        }
        Poll::Ready(Ok(true))
    })
    .await
}
