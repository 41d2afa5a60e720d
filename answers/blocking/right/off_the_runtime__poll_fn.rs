//! A plain fn: the closure waits in an Option and is spawned at the first poll.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::ready;

use tokio::task::{JoinHandle, spawn_blocking};
use tokio_katas::JobPanicked;

pub fn off_the_runtime<R, F>(work: F) -> impl Future<Output = Result<R, JobPanicked>>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let mut work = Some(work);
    let mut thread: Option<JoinHandle<R>> = None;
    poll_fn(move |cx| {
        if let Some(work) = work.take() {
            thread = Some(spawn_blocking(work));
        }
        let thread = thread.as_mut().expect("spawned at the first poll");
        ready!(Pin::new(thread).poll(cx))
            .map_err(|error| {
                let payload = error.into_panic();
                let text = payload.downcast_ref::<String>().cloned();
                let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| text.to_string()));
                JobPanicked { message: text.unwrap_or("unknown panic".to_owned()) }
            })
            .into()
    })
}
