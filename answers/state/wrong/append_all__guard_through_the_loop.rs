//! Locks the log once, before the loop, and holds the guard while it awaits the stamps. Nobody else can write
//! meanwhile.
//! family: lock_across_await
//! caught by: the_lock_is_never_held_across_an_await
//! says: a guard that lives on through the loop

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    let mut log = log.lock().unwrap();
    while let Some(line) = stamps.next().await {
        log.push(line);
    }
}
