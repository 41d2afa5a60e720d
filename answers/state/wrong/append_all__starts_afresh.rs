//! Clears the log before it appends. The lines that others wrote earlier are lost.
//! family: harms_others
//! caught by: no_lines_change_nothing
//! says: a log that is emptied

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let mut stamps: FuturesUnordered<Fut> = lines.into_iter().map(stamp).collect();
    log.lock().unwrap().clear();
    while let Some(line) = stamps.next().await {
        log.lock().unwrap().push(line);
    }
}
