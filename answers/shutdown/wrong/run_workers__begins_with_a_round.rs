//! Looks at the shutdown only after a round, so the first round always runs.
//! family: checked_too_late
//! caught by: told_before_the_first_poll_work_never_runs
//! says: the first round begun before

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
    let (tell, told) = watch::channel(false);
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (told, work, cleanup) = (told.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            loop {
                work(worker).await;
                if *told.borrow() {
                    break;
                }
            }
            cleanup(worker).await;
        });
    }
    if count > 0 {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    workers.join_all().await;
}
