//! A JoinSet of one. Dropping it aborts what has not started yet; a started thread runs on.

use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let mut pool = JoinSet::new();
    pool.spawn_blocking(work);
    let outcome = pool.join_next().await.expect("one job was spawned");
    match outcome.map_err(|error| error.into_panic()) {
        Ok(result) => Ok(result),
        Err(payload) => {
            let message = if let Some(text) = payload.downcast_ref::<&'static str>() {
                (*text).into()
            } else if let Some(text) = payload.downcast_ref::<String>() {
                text.clone()
            } else {
                "unknown panic".into()
            };
            Err(JobPanicked { message })
        }
    }
}
