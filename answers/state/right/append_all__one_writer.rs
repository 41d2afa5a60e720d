//! The tasks send their lines to one writer, who owns the handle on the log: the caller.

use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let (finished, mut stamped) = mpsc::channel(4);
    let mut stamps = JoinSet::new();
    for line in lines {
        let (finished, stamp) = (finished.clone(), stamp(line));
        stamps.spawn(async move {
            let _ = finished.send(stamp.await).await;
        });
    }
    drop(finished);
    while let Some(line) = stamped.recv().await {
        log.lock().unwrap().push(line);
    }
    stamps.join_all().await;
}
