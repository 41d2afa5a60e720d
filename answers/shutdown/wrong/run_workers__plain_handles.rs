//! Holds the workers by plain JoinHandles. Dropping a handle detaches its task.
//! family: detached
//! caught by: dropping_it_half_way_stops_the_workers
//! says: dropping a handle detaches its task

use std::future::Future;

use futures::future::join_all;
use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::sync::watch;

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
    let mut workers = Vec::new();
    for worker in 0..count {
        let (told, work, cleanup) = (told.clone(), work.clone(), cleanup.clone());
        workers.push(tokio::spawn(async move {
            while !*told.borrow() {
                work(worker).await;
            }
            cleanup(worker).await;
        }));
    }
    if count > 0 && !*told.borrow() {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    join_all(workers).await;
}
