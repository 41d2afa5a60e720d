//! Looks only for a `&str` in the payload. A panic with a formatted text carries a `String`.
//! family: panic_swallowed
//! caught by: a_panic_becomes_an_error_with_its_text
//! says: one type of payload only

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    spawn_blocking(work).await.map_err(|error| {
        let payload = error.into_panic();
        let text = payload.downcast_ref::<&str>().copied().unwrap_or("unknown panic");
        JobPanicked { message: text.to_owned() }
    })
}
