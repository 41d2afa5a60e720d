//! A stream of lines, as many in flight as there are.

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::stream::{self, StreamExt};

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    stream::iter(lines)
        .map(stamp)
        .for_each_concurrent(None, |stamped| async {
            let line = stamped.await;
            if let Ok(mut log) = log.lock() {
                log.push(line);
            }
        })
        .await;
}
