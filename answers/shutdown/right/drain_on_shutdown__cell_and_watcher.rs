//! Two futures over one receiver in a RefCell: one works, one listens and closes.

use std::cell::RefCell;
use std::future::{Future, pending, poll_fn};

use tokio::sync::{mpsc, watch};

pub async fn drain_on_shutdown<T, R, F, Fut>(
    jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let jobs = RefCell::new(jobs);
    let drain = async {
        let mut results = Vec::new();
        while let Some(job) = poll_fn(|cx| jobs.borrow_mut().poll_recv(cx)).await {
            results.push(work(job).await);
        }
        results
    };
    tokio::pin!(drain);
    let told = async {
        match shutdown.wait_for(|stop| *stop).await {
            Ok(_) => (),
            Err(_) => pending().await,
        }
    };
    tokio::select! {
        results = &mut drain => return results,
        () = told => jobs.borrow_mut().close(),
    }
    drain.await
}
