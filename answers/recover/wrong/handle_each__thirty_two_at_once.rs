//! for_each_concurrent with a limit of 32. The thirty-third job waits in the channel, and so does one that others of
//! them wait for.
//! family: hidden_limit
//! caught by: any_number_may_run_at_once
//! says: a limit that the task does not have

use std::cell::RefCell;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::{FutureExt, StreamExt, stream};
use tokio::sync::mpsc;
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, work: F, done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let (work, done) = (RefCell::new(work), RefCell::new(done));
    let jobs = stream::poll_fn(move |cx| jobs.poll_recv(cx));
    jobs.for_each_concurrent(32, |job| {
        let job = (work.borrow_mut())(job);
        let done = &done;
        async move {
            let ended = AssertUnwindSafe(job).catch_unwind().await;
            (done.borrow_mut())(ended.map_err(|payload| {
                let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
            }));
        }
    })
    .await;
}
