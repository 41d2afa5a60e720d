//! Collects all stamped lines first and appends them together at the end. A line that is ready early reaches the
//! log late.
//! family: collects_first
//! caught by: each_line_is_appended_as_soon_as_it_is_ready
//! says: collecting all lines first

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    let stamped: Vec<String> = stamps.collect().await;
    log.lock().unwrap().extend(stamped);
}
