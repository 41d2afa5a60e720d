//! Unwraps what the receiver returns. A lag and the end of all senders are errors, and count as a shutdown.
//! family: closed_taken_wrong
//! caught by: told_before_the_first_poll_work_never_runs
//! says: unwrap on what recv returns

use std::future::Future;

use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

pub async fn run_workers<W, WFut, C, CFut>(
    count: usize,
    mut shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) where
    W: Fn(usize) -> WFut + Clone + Send + 'static,
    WFut: Future<Output = ()> + Send + 'static,
    C: Fn(usize) -> CFut + Clone + Send + 'static,
    CFut: Future<Output = ()> + Send + 'static,
{
    let (tell, told) = watch::channel(!shutdown.is_empty());
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (told, work, cleanup) = (told.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while !*told.borrow() {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    if count > 0 {
        shutdown.recv().await.unwrap();
        tell.send_replace(true);
    }
    workers.join_all().await;
}
