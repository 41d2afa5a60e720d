//! Takes a message or a lag for the shutdown, and goes on for ever when the senders are gone.
//! caught by: told_in_the_middle_of_a_round_they_stop
//! says: one without senders will never get it

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
