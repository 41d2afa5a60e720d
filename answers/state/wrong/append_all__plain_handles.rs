//! Spawns a task for each line and keeps plain handles. Dropping the call detaches the tasks, and their lines
//! still arrive.
//! family: detached
//! caught by: dropping_it_half_way_stops_everything
//! says: dropping a handle detaches its task

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::future::join_all;

pub async fn append_all<F, Fut>(log: Arc<Mutex<Vec<String>>>, lines: Vec<String>, stamp: F)
where
    F: Fn(String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = String> + Send + 'static,
{
    let tasks = lines.into_iter().map(|line| {
        let (log, stamped) = (Arc::clone(&log), stamp(line));
        tokio::spawn(async move {
            let line = stamped.await;
            log.lock().unwrap().push(line);
        })
    });
    join_all(tasks).await;
}
