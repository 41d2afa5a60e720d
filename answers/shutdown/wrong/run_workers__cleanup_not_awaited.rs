//! Calls `cleanup` and does not await its future. A future that is not polled does nothing.
//! family: forgotten_await
//! caught by: workers_go_their_rounds_side_by_side
//! says: without its .await

use std::future::Future;

use tokio::sync::{broadcast, watch};
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
    use broadcast::error::TryRecvError;

    let told = !matches!(shutdown.try_recv(), Err(TryRecvError::Empty));
    let (tell, stop) = watch::channel(told);
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (stop, work, cleanup) = (stop.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while !*stop.borrow() {
                work(worker).await;
            }
            let _ = cleanup(worker);
        });
    }
    if count > 0 && !told {
        let _ = shutdown.recv().await;
        tell.send_replace(true);
    }
    while let Some(worker) = workers.join_next().await {
        worker.expect("work and cleanup do not panic");
    }
}
