//! Waits a second after the shutdown and then stops the workers that are not done.
//! family: wrong_wait
//! caught by: workers_go_their_rounds_side_by_side
//! says: waiting a fixed time

use std::future::Future;
use std::time::Duration;

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

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
        let (told, work, cleanup) = (told.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while !*told.borrow() {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    if count > 0 && !*told.borrow() {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    if count > 0 {
        sleep(Duration::from_secs(1)).await;
    }
    workers.shutdown().await;
}
