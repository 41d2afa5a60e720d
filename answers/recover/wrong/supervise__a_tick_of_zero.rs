//! Waits with an interval, which refuses a period of zero by a panic.
//! family: zero
//! caught by: a_backoff_of_zero_is_no_wait
//! says: zero is no wait

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::interval;
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
        if n == restarts {
            return Err(JobPanicked { message: text_of(error) });
        }
        let mut ticks = interval(backoff * (1 << n.min(5)));
        // The first tick is at once.
        ticks.tick().await;
        ticks.tick().await;
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
