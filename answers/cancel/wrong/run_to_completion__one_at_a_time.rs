//! Makes all calls share one lock, so only one work runs at a time. Calls are independent of each other.
//! family: one_lock_for_all
//! caught by: any_works_side_by_side_will_do
//! says: one work at a time

use std::panic::resume_unwind;

use tokio::sync::Mutex;

static TURN: Mutex<()> = Mutex::const_new(());

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let task = tokio::spawn(async move {
        let _turn = TURN.lock().await;
        work.await
    });
    task.await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}
