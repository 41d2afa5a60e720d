//! Hands the work to the pool in the call. It runs even if the future is never polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::any::Any;
use std::future::Future;

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

fn panicked(payload: Box<dyn Any + Send>) -> JobPanicked {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
}

pub fn off_the_runtime<R, F>(work: F) -> impl Future<Output = Result<R, JobPanicked>>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let thread = spawn_blocking(work);
    async move { thread.await.map_err(|error| panicked(error.into_panic())) }
}
