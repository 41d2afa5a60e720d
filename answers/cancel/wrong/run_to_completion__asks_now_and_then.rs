//! Asks every few milliseconds whether the task has finished. The output is returned only at the next look.
//! family: looks_now_and_then
//! caught by: it_gives_the_works_output
//! says: now and then

use std::panic::resume_unwind;
use std::time::Duration;

use tokio::time::sleep;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let task = tokio::spawn(work);
    while !task.is_finished() {
        sleep(Duration::from_millis(7)).await;
    }
    task.await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
