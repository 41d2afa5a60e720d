//! Listens in a task that gets its first turn after the workers. By then they have begun a round.
//! family: checked_too_late
//! caught by: told_before_the_first_poll_work_never_runs
//! says: the first round begun before

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::broadcast;
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
    let told = Arc::new(AtomicBool::new(false));
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (told, work, cleanup) = (Arc::clone(&told), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while !told.load(Ordering::Relaxed) {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    workers.spawn(async move {
        if count > 0 {
            let _ = shutdown.recv().await;
        }
        told.store(true, Ordering::Relaxed);
    });
    workers.join_all().await;
}
