//! Polls both by hand.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::sleep;

pub async fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> &'static str {
    let mut work = pin!(sleep(Duration::from_millis(work_ms)));
    let mut patience = pin!(sleep(Duration::from_millis(timeout_ms)));
    poll_fn(|cx| {
        if work.as_mut().poll(cx).is_ready() {
            Poll::Ready("completed")
        } else {
            patience.as_mut().poll(cx).map(|()| "cancelled")
        }
    })
    .await
}
