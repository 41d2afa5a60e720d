//! Takes the JoinError for something that cannot happen and unwraps it. The work's panic becomes the caller's.
//! family: panic_escapes
//! caught by: a_panic_becomes_an_error_with_its_text
//! says: an unwrap or expect

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    Ok(spawn_blocking(work).await.expect("the blocking work ends"))
}
