//! Stops only when it receives `Ok(())`. A lag is an error, so it works one more round.
//! family: closed_taken_wrong
//! caught by: each_worker_cleans_up_once
//! says: Lagged counts as a shutdown

use std::future::Future;

use tokio::sync::broadcast::{self, error::TryRecvError};
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
    let told = !matches!(shutdown.try_recv(), Err(TryRecvError::Empty));
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (work, cleanup, mut shutdown) = (work.clone(), cleanup.clone(), shutdown.resubscribe());
        workers.spawn(async move {
            while !told && !matches!(shutdown.try_recv(), Ok(()) | Err(TryRecvError::Closed)) {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    workers.join_all().await;
}
