//! Gives each worker a subscription of its own. It begins now, so an earlier message is missed.
//! family: one_signal_only
//! caught by: told_before_the_first_poll_work_never_runs
//! says: misses what was sent before

use std::future::Future;

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::task::JoinSet;

pub async fn run_workers<W, WFut, C, CFut>(
    count: usize,
    shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) where
    W: Fn(usize) -> WFut + Clone + Send + 'static,
    WFut: Future<Output = ()> + Send + 'static,
    C: Fn(usize) -> CFut + Clone + Send + 'static,
    CFut: Future<Output = ()> + Send + 'static,
{
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (work, cleanup, mut shutdown) = (work.clone(), cleanup.clone(), shutdown.resubscribe());
        workers.spawn(async move {
            while matches!(shutdown.try_recv(), Err(TryRecvError::Empty)) {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    workers.join_all().await;
}
