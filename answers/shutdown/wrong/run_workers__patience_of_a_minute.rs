//! Waits for the workers for a minute at most. A round or a cleanup that takes longer is cut short.
//! family: wrong_wait
//! caught by: the_round_in_hand_is_finished
//! says: after a fixed time

use std::future::Future;
use std::time::Duration;

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

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
    let all = async { while workers.join_next().await.is_some() {} };
    let _ = timeout(Duration::from_secs(60), all).await;
    workers.shutdown().await;
}
