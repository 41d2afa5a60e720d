//! Lets a spawned task await the thread and keeps its plain handle. Dropping the call detaches the task.
//! family: detached
//! caught by: nothing_is_left_running
//! says: a plain JoinHandle

use std::any::Any;

use tokio::task::spawn_blocking;
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
    let task = tokio::spawn(async move { spawn_blocking(work).await });
    task.await.expect("the task itself does not panic").map_err(|error| panicked(error.into_panic()))
}
