//! Takes a message or a lag for the shutdown, but not the end of all senders. Then it goes on for ever.
//! family: closed_taken_wrong
//! caught by: told_before_the_first_poll_work_never_runs
//! says: Closed counts as a shutdown

use std::future::Future;

use tokio::sync::broadcast::{self, error::RecvError};
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
    let (tell, told) = watch::channel(!shutdown.is_empty());
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
    if count > 0 {
        match shutdown.recv().await {
            Ok(()) | Err(RecvError::Lagged(_)) => drop(tell.send(true)),
            Err(RecvError::Closed) => {}
        }
    }
    workers.join_all().await;
}
