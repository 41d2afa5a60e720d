//! Spawns the stamps and looks every millisecond which are ready. A line waits for the next look.
//! family: looks_now_and_then
//! caught by: stamps_that_are_ready_at_once_take_no_time
//! says: a pause between two looks

use std::future::Future;
use std::sync::{Arc, Mutex};

use std::time::Duration;

use tokio::task::JoinSet;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps = JoinSet::new();
    for line in lines {
        stamps.spawn(stamp(line));
    }
    while !stamps.is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
        while let Some(Ok(line)) = stamps.try_join_next() {
            log.lock().unwrap().push(line);
        }
    }
}
