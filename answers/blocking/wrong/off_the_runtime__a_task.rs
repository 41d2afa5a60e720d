//! Spawns a task for the work: a task is no thread, and blocks the one that runs all tasks.
//! caught by: several_calls_work_at_the_same_time
//! says: the runtime's own thread

use std::any::Any;

use tokio_katas::JobPanicked;

fn panicked(payload: Box<dyn Any + Send>) -> JobPanicked {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
}

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    tokio::spawn(async move { work() }).await.map_err(|error| panicked(error.into_panic()))
}
