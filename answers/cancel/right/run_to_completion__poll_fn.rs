//! By hand: the first poll spawns, each poll asks the handle.

use std::future::poll_fn;
use std::panic::resume_unwind;
use std::pin::Pin;

use tokio::task::JoinHandle;

pub async fn run_to_completion<F>(work: F) -> F::Output
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut work = Some(work);
    let mut handle: Option<JoinHandle<F::Output>> = None;
    poll_fn(move |cx| {
        if let Some(work) = work.take() {
            handle = Some(tokio::spawn(work));
        }
        let handle = handle.as_mut().expect("spawned by the first poll");
        Pin::new(handle).poll(cx).map(|ended| match ended {
            Ok(output) => output,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(error) => panic!("nobody aborts it: {error}"),
            },
        })
    })
    .await
}
