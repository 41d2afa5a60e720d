//! Awaits the stamp inside the argument of `push`. The guard before the dot is made first, so the log is locked
//! during the await.
//! family: lock_across_await
//! caught by: the_lock_is_never_held_across_an_await
//! says: log.lock().unwrap().push(stamp(line).await)

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
        log.lock().unwrap().push(stamp(line).await);
    }))
    .await;
}
