//! Polls the stamps by hand while it holds the lock on the log. The log is free between two polls, but not while
//! a stamp runs.
//! family: lock_across_await
//! caught by: the_lock_is_never_held_across_an_await
//! says: locked while a stamp was awaited

use std::future::Future;
use std::sync::{Arc, Mutex};

use std::future::poll_fn;
use std::task::Poll;

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    poll_fn(|cx| {
        let mut log = log.lock().unwrap();
        loop {
            match stamps.poll_next_unpin(cx) {
                Poll::Ready(Some(line)) => log.push(line),
                Poll::Ready(None) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await;
}
