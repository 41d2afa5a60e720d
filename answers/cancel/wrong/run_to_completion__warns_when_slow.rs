//! Starts a second task that warns of slow work, and never stops it.
//! family: detached
//! caught by: it_gives_the_works_output
//! says: a task beside the one that does the work

use std::panic::resume_unwind;
use std::time::Duration;

use tokio::time::sleep;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        eprintln!("the work is slow");
    });
    tokio::spawn(work).await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
