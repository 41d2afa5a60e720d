//! Sets the count back when a worker ran for a minute. It shows only if one does: then the panics never run out, and
//! nobody ever hears of them.
//! family: goes_on_after_the_end
//! caught by: a_long_run_does_not_set_the_count_back
//! says: set back when a worker has run for long

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let (mut n, mut panics) = (0, 0);
    loop {
        let started = Instant::now();
        let mut task = JoinSet::new();
        task.spawn(worker(n));
        let Some(Err(error)) = task.join_next().await else { return Ok(()) };
        if started.elapsed() > Duration::from_secs(60) {
            panics = 0;
        }
        if panics == restarts {
            return Err(JobPanicked { message: text_of(error) });
        }
        tokio::time::sleep(backoff * (1 << panics.min(5))).await;
        panics += 1;
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
