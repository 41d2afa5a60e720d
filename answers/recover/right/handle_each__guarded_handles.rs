//! Plain handles behind guards that abort, looked at one by one in every poll.

use std::future::{Future, poll_fn};
use std::task::Poll;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_katas::JobPanicked;

struct Guarded<R>(JoinHandle<R>);

impl<R> Drop for Guarded<R> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let mut running: Vec<Guarded<R>> = Vec::new();
    let mut open = true;
    tokio::task::unconstrained(poll_fn(move |cx| {
        while open {
            match jobs.poll_recv(cx) {
                Poll::Ready(Some(job)) => running.push(Guarded(tokio::spawn(work(job)))),
                Poll::Ready(None) => open = false,
                Poll::Pending => break,
            }
        }
        running.retain_mut(|task| {
            let handle = std::pin::Pin::new(&mut task.0);
            let Poll::Ready(ended) = handle.poll(cx) else { return true };
            done(ended.map_err(|error| {
                let payload = error.into_panic();
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
                JobPanicked { message: text.unwrap_or("unknown panic").to_owned() }
            }));
            false
        });
        if open || !running.is_empty() { Poll::Pending } else { Poll::Ready(()) }
    }))
    .await;
}
