//! The shutdown is one future that everybody may ask: `Shared` remembers that it is over.

use std::future::Future;

use futures::future::FutureExt;
use tokio::sync::broadcast;
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
    let told = async move {
        let _ = shutdown.recv().await;
    };
    let told = told.boxed().shared();
    let mut workers = JoinSet::new();
    for worker in 0..count {
        let (told, work, cleanup) = (told.clone(), work.clone(), cleanup.clone());
        workers.spawn(async move {
            while told.clone().now_or_never().is_none() {
                work(worker).await;
            }
            cleanup(worker).await;
        });
    }
    workers.join_all().await;
}
