//! Waits until every worker has stopped and then cleans up for all of them at once. A worker cleans up as soon as its
//! own last round is done.
//! family: batches
//! caught by: each_worker_cleans_up_right_after_its_own_last_round
//! says: only when all workers have stopped

use std::future::Future;

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::sync::watch;
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
    let (tell, told) = watch::channel(!matches!(shutdown.try_recv(), Err(TryRecvError::Empty)));
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (told, work) = (told.clone(), work.clone());
        workers.spawn(async move {
            while !*told.borrow() {
                work(worker).await;
            }
        });
    }
    if count > 0 && !*told.borrow() {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    while workers.join_next().await.is_some() {}
    for worker in 0..count {
        workers.spawn(cleanup(worker));
    }
    workers.join_all().await;
}
