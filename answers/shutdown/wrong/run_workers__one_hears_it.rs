//! Lets all workers read from one receiver. A message that one worker reads is gone for the others.
//! family: shared_too_much
//! caught by: workers_go_their_rounds_side_by_side
//! says: one receiver that only one worker gets to read

use std::future::Future;
use std::sync::{Arc, Mutex};

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
    let shutdown = Arc::new(Mutex::new(shutdown));
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (shutdown, work, cleanup) = (Arc::clone(&shutdown), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while matches!(shutdown.lock().unwrap().try_recv(), Err(TryRecvError::Empty)) {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    workers.join_all().await;
}
