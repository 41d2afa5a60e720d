//! Yields in a loop until the thread is done, instead of awaiting its handle. The runtime is busy all the time.
//! family: busy_loop
//! caught by: it_sleeps_while_the_work_goes_on
//! says: again and again

use std::any::Any;

use tokio::task::{spawn_blocking, yield_now};
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
    let thread = spawn_blocking(work);
    while !thread.is_finished() {
        yield_now().await;
    }
    thread.await.map_err(|error| panicked(error.into_panic()))
}
