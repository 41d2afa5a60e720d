//! Keeps the first panic and returns it in the end. What broke the worker last is what has to be looked at.
//! family: wrong_error
//! caught by: after_the_restarts_the_next_panic_is_the_error
//! says: another error than the last panic's

use std::future::Future;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut first = None;
    for n in 0..=restarts {
        let mut task = JoinSet::new();
        task.spawn(worker(n));
        let Some(Err(error)) = task.join_next().await else { return Ok(()) };
        first = first.or(Some(text_of(error)));
        if n < restarts {
            tokio::time::sleep(backoff * (1 << n.min(5))).await;
        }
    }
    Err(JobPanicked { message: first.expect("one run at least") })
}

fn text_of(error: tokio::task::JoinError) -> String {
    let payload = error.into_panic();
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "unknown panic".to_owned(),
    }
}
