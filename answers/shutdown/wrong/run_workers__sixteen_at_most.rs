//! Runs at most sixteen workers at a time. The others never begin a round.
//! family: hidden_limit
//! caught by: two_hundred_workers_are_all_told_and_all_waited_for
//! says: only so many workers at a time

use std::cell::Cell;
use std::future::Future;

use futures::StreamExt;
use futures::future::join;
use futures::stream;
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
    if count == 0 {
        return;
    }
    let told = Cell::new(!matches!(shutdown.try_recv(), Err(TryRecvError::Empty)));
    let listen = async {
        if !told.get() {
            let _ = shutdown.recv().await;
            told.set(true);
        }
    };
    let workers = stream::iter(0..count).for_each_concurrent(16, |worker| {
        let (work, cleanup, told) = (&work, &cleanup, &told);
        async move {
            while !told.get() {
                work(worker).await;
            }
            cleanup(worker).await;
        }
    });
    join(listen, workers).await;
}
