//! A task of its own waits for the thread; a guard stops that task when the caller goes away.

use std::any::Any;

use tokio::task::{JoinHandle, spawn_blocking};
use tokio_katas::JobPanicked;

struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

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
    let mut task = AbortOnDrop(tokio::spawn(async move { spawn_blocking(work).await }));
    let outcome = (&mut task.0).await.expect("the task itself does not panic");
    outcome.map_err(|error| panicked(error.into_panic()))
}
