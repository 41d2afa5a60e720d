//! Each worker asks a receiver of its own, copied once it is sure that nothing was sent before.

use std::future::Future;

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::task::JoinSet;

fn is_told(shutdown: &mut broadcast::Receiver<()>) -> bool {
    match shutdown.try_recv() {
        Err(TryRecvError::Empty) => false,
        Ok(()) | Err(TryRecvError::Lagged(_) | TryRecvError::Closed) => true,
    }
}

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
    let mut workers = JoinSet::new();
    let told = is_told(&mut shutdown);
    for worker in 0..count {
        let (work, cleanup, mut shutdown) = (work.clone(), cleanup.clone(), shutdown.resubscribe());
        workers.spawn(async move {
            if !told {
                loop {
                    work(worker).await;
                    if is_told(&mut shutdown) {
                        break;
                    }
                }
            }
            cleanup(worker).await;
        });
    }
    while let Some(ended) = workers.join_next().await {
        ended.expect("a worker does not panic");
    }
}
