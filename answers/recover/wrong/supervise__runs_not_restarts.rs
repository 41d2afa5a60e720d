//! Counts runs where restarts are meant: with three restarts the worker runs three times, not four.
//! family: off_by_one
//! caught by: each_wait_is_twice_the_last_up_to_32_times
//! says: a restart too few

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
        let Some(Err(error)) = task.join_next().await else { return Ok(()) };
        n += 1;
        if n >= restarts {
            return Err(JobPanicked { message: text_of(error) });
        }
        tokio::time::sleep(backoff * (1 << (n - 1).min(5))).await;
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
