//! A task listens and raises a flag; the workers hold a channel open that closes with the last.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::sync::mpsc;
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
    let told = Arc::new(AtomicBool::new(!matches!(shutdown.try_recv(), Err(TryRecvError::Empty))));
    let (alive, mut all_gone) = mpsc::channel::<()>(1);
    let mut tasks = JoinSet::new();
    for worker in 0..count {
        let (told, alive) = (Arc::clone(&told), alive.clone());
        let (work, cleanup) = (work.clone(), cleanup.clone());
        tasks.spawn(async move {
            let _alive = alive;
            while !told.load(Ordering::SeqCst) {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    drop(alive);
    tasks.spawn(async move {
        let _ = shutdown.recv().await;
        told.store(true, Ordering::SeqCst);
    });
    while all_gone.recv().await.is_some() {}
    // With no worker the listener is still waiting.
    tasks.shutdown().await;
}
