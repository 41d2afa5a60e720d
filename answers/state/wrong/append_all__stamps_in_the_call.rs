//! Calls `stamp` for all lines in the call itself. Only the waiting happens in the future.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub fn append_all<F, Fut>(
    log: Arc<Mutex<Vec<String>>>,
    lines: Vec<String>,
    stamp: F,
) -> impl Future<Output = ()> + Send + 'static
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    async move {
        while let Some(line) = stamps.next().await {
            log.lock().unwrap().push(line);
        }
    }
}
