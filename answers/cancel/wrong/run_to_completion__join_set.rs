//! Spawns the work into a JoinSet, which aborts its tasks when it is dropped.
//! family: cut_short
//! caught by: it_runs_on_when_the_future_is_dropped
//! says: a JoinSet

use std::panic::resume_unwind;

use tokio::task::JoinSet;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut tasks = JoinSet::new();
    tasks.spawn(work);
    match tasks.join_next().await.expect("one task was spawned") {
        Ok(output) => output,
        Err(error) => resume_unwind(error.into_panic()),
    }
}
