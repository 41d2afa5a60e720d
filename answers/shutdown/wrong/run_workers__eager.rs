//! Spawns the workers when the function is called, not when the returned future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;

use tokio::sync::broadcast::{self, error::TryRecvError};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub fn run_workers<W, WFut, C, CFut>(
    count: usize,
    mut shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) -> impl Future<Output = ()>
where
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
    async move {
        if count > 0 && !*told.borrow() {
            let _ = shutdown.recv().await;
            tell.send_replace(true);
        }
        workers.join_all().await;
    }
}
