//! Makes the next worker's future, and then waits. Whatever `worker` does when it is called, such as opening a socket,
//! comes before the wait.
//! family: called_ahead
//! caught by: the_next_worker_is_not_called_before_the_wait_is_over
//! says: called before the wait

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut wait = Duration::ZERO;
    let mut task = JoinSet::new();
    let mut error = None;
    for n in 0..=restarts {
        let run = worker(n);
        task.spawn(async move {
            tokio::time::sleep(wait).await;
            run.await
        });
        match task.join_next().await {
            Some(Err(panic)) => error = Some(panic),
            _ => return Ok(()),
        }
        wait = backoff * (1 << n.min(5));
    }
    Err(JobPanicked { message: text_of(error.expect("it ran once at least")) })
}

fn text_of(error: tokio::task::JoinError) -> String {
    let payload = error.into_panic();
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "unknown panic".to_owned(),
    }
}
