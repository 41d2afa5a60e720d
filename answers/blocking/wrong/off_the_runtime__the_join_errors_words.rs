//! Passes on the JoinError's own words instead of the panic's text.
//! family: panic_swallowed
//! caught by: a_panic_becomes_an_error_with_its_text
//! says: the JoinError's own words

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    spawn_blocking(work).await.map_err(|error| JobPanicked { message: error.to_string() })
}
