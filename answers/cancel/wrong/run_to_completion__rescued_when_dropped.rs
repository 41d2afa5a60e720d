//! Runs the work in the caller's task and moves it to a task of its own only when the call is dropped. If the call is
//! merely held, the work stands still.
//! family: not_in_a_task
//! caught by: it_runs_on_while_the_future_is_held
//! says: it runs only while the caller polls

use std::pin::Pin;

struct Rescue<F: Future<Output: Send> + Send + 'static>(Option<Pin<Box<F>>>);

impl<F: Future<Output: Send> + Send + 'static> Drop for Rescue<F> {
    fn drop(&mut self) {
        if let Some(rest) = self.0.take() {
            tokio::spawn(rest);
        }
    }
}

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut rescue = Rescue(Some(Box::pin(work)));
    let output = rescue.0.as_mut().expect("it is put there above").await;
    rescue.0 = None;
    output
}
