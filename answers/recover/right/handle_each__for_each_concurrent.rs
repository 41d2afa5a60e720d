//! The channel as a stream, and as many at once as there are.

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
    jobs.for_each_concurrent(None, |job| {
        let job = (work.borrow_mut())(job);
        let done = &done;
        async move {
            let ended = AssertUnwindSafe(job).catch_unwind().await;
            let result = ended.map_err(|payload| {
                let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
            });
            (done.borrow_mut())(result);
        }
    })
    .await;
}
