//! A JoinSet in a guard that detaches its task when the caller goes away.

use std::panic::resume_unwind;

use tokio::task::JoinSet;

struct Detached<T: 'static>(JoinSet<T>);

impl<T: 'static> Drop for Detached<T> {
    fn drop(&mut self) {
        self.0.detach_all();
    }
}

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut tasks = Detached(JoinSet::new());
    tasks.0.spawn(work);
    match tasks.0.join_next().await.expect("one task was spawned") {
        Ok(output) => output,
        Err(error) => resume_unwind(error.into_panic()),
    }
}
