//! Keeps plain `JoinHandle`s. When the call is dropped, the tasks are detached and go on.
//! family: detached
//! caught by: dropping_it_half_way_stops_everything
//! says: dropping a handle detaches its task

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use tokio::task::yield_now;

pub async fn count_up(tasks: usize, per_task: usize) -> usize {
    let counter = Arc::new(AtomicUsize::new(0));
    let adders = (0..tasks).map(|_| {
        let counter = Arc::clone(&counter);
        tokio::spawn(async move {
            for _ in 0..per_task {
                counter.fetch_add(1, Ordering::SeqCst);
                yield_now().await;
            }
        })
    });
    join_all(adders).await;
    counter.load(Ordering::SeqCst)
}
