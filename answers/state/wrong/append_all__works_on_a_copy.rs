//! Works on a copy of the log and writes the copy back after each line. What others append meanwhile is lost.
//! family: copied_state
//! caught by: lines_of_others_stay
//! says: what others append

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    let mut copy = log.lock().unwrap().clone();
    while let Some(line) = stamps.next().await {
        copy.push(line);
        *log.lock().unwrap() = copy.clone();
    }
}
