//! One hand-written poll: first the shutdown, then the job in hand, then the queue.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Poll, ready};

use tokio::sync::{mpsc, watch};

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let told = async move { shutdown.wait_for(|stop| *stop).await.is_ok() };
    let mut told = pin!(told);
    let mut listening = true;
    let mut in_hand: Option<Pin<Box<Fut>>> = None;
    let mut results = Vec::new();
    poll_fn(|cx| {
        if listening && let Poll::Ready(stop) = told.as_mut().poll(cx) {
            listening = false;
            if stop {
                jobs.close();
            }
        }
        loop {
            if let Some(job) = &mut in_hand {
                results.push(ready!(job.as_mut().poll(cx)));
                in_hand = None;
            }
            match ready!(jobs.poll_recv(cx)) {
                Some(job) => in_hand = Some(Box::pin(work(job))),
                None => return Poll::Ready(()),
            }
        }
    })
    .await;
    results
}
