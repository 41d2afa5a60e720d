//! Everything in the caller's own task, joined.

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::future::join_all;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let (log, stamp) = (&log, &stamp);
    join_all(lines.into_iter().map(|line| async move {
        let line = stamp(line).await;
        log.lock().unwrap().push(line);
    }))
    .await;
}
