//! Caps the power of two after it is computed. 2 to the power of 32 has no room in a u32: the supervisor itself
//! panics, at the thirty-third restart.
//! family: fixed_room
//! caught by: there_may_be_many_restarts
//! says: overflows before it is capped

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
        if n == restarts {
            return Err(JobPanicked { message: text_of(error) });
        }
        tokio::time::sleep(backoff * 2u32.pow(n).min(32)).await;
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
