//! Leaves out a line that the log already holds. Equal lines are separate lines.
//! family: left_out
//! caught by: stamps_that_are_ready_at_once_take_no_time
//! says: equal lines taken for one

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    while let Some(line) = stamps.next().await {
        let mut log = log.lock().unwrap();
        if !log.contains(&line) {
            log.push(line);
        }
    }
}
