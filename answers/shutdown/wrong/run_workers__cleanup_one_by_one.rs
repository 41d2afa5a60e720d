//! Cleans up for the workers itself, one after another, as they stop. Each worker should clean up on its own.
//! family: one_by_one
//! caught by: each_worker_cleans_up_right_after_its_own_last_round
//! says: one after another

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
            worker
        });
    }
    if count > 0 && !*told.borrow() {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    while let Some(stopped) = workers.join_next().await {
        cleanup(stopped.expect("a worker does not panic")).await;
    }
}
