//! No tasks at all: every worker is a future of the caller's task, a Cell tells them.

use std::cell::Cell;
use std::future::Future;

use futures::future::{Either, join_all, select};
use tokio::sync::broadcast::{self, error::TryRecvError};

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
    let told = Cell::new(!matches!(shutdown.try_recv(), Err(TryRecvError::Empty)));
    let workers = join_all((0..count).map(|worker| {
        let (work, cleanup, told) = (&work, &cleanup, &told);
        async move {
            while !told.get() {
                work(worker).await;
            }
            cleanup(worker).await;
        }
    }));
    if told.get() {
        workers.await;
        return;
    }
    let listen = Box::pin(shutdown.recv());
    if let Either::Left((_, workers)) = select(listen, Box::pin(workers)).await {
        told.set(true);
        workers.await;
    }
}
