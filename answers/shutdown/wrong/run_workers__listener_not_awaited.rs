//! Listens in a task of its own, aborts it at the end and does not wait until it is gone.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: an abort is over only when its task is

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
    if count == 0 {
        return;
    }
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
    let listener = tokio::spawn(async move {
        if !*tell.borrow() {
            let _ = shutdown.recv().await;
            tell.send_replace(true);
        }
        sleep(Duration::from_secs(30)).await;
        eprintln!("a worker does not stop");
    });
    while workers.join_next().await.is_some() {}
    listener.abort();
}
