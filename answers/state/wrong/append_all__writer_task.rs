//! Hands the lines to a spawned task that writes them, and returns without waiting for it.
//! family: detached
//! caught by: nothing_is_left_running
//! says: one that does all the writing

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let (write, mut to_write) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Some(line) = to_write.recv().await {
            log.lock().unwrap().push(line);
        }
    });
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    while let Some(line) = stamps.next().await {
        let _ = write.send(line);
    }
}
