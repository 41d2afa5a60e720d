//! Waits after every panic, and looks then whether a restart is left. The error comes a whole wait too late.
//! family: wrong_wait
//! caught by: each_wait_is_twice_the_last_up_to_32_times
//! says: a wait before the error

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut message = String::new();
    for n in 0..=restarts {
        let mut task = JoinSet::new();
        task.spawn(worker(n));
        let Some(Err(error)) = task.join_next().await else { return Ok(()) };
        message = text_of(error);
        tokio::time::sleep(backoff * (1 << n.min(5))).await;
    }
    Err(JobPanicked { message })
}

fn text_of(error: tokio::task::JoinError) -> String {
    let payload = error.into_panic();
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "unknown panic".to_owned(),
    }
}
