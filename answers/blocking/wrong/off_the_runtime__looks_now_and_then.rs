//! Looks every millisecond whether the thread is done, instead of awaiting its handle.
//! family: looks_now_and_then
//! caught by: it_gives_what_the_work_gives
//! says: looking now and then

use std::any::Any;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::sleep;
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
    loop {
        sleep(Duration::from_millis(1)).await;
        if thread.is_finished() {
            return thread.await.map_err(|error| panicked(error.into_panic()));
        }
    }
}
