//! Starts the worker again whenever it ends. One that has done its work and ends by itself is done.
//! family: goes_on_after_the_end
//! caught by: a_worker_that_panics_is_started_again
//! says: only a panic is a reason

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut n = 0;
    loop {
        let mut task = JoinSet::new();
        task.spawn(worker(n));
        let ended = task.join_next().await.expect("one task");
        if n == restarts {
            return ended.map_err(|error| JobPanicked { message: text_of(error) });
        }
        tokio::time::sleep(backoff * (1 << n.min(5))).await;
        n += 1;
    }
}

fn text_of(error: tokio::task::JoinError) -> String {
    let payload = error.into_panic();
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "unknown panic".to_owned(),
    }
}
