//! Stamps ten lines at a time, though the task has no limit.
//! family: hidden_limit
//! caught by: any_lines_will_do
//! says: a limit on the stamps

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{self, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamped = stream::iter(lines).map(stamp).buffer_unordered(10);
    while let Some(line) = stamped.next().await {
        log.lock().unwrap().push(line);
    }
}
