//! All workers ask the one receiver, behind a lock; what one of them hears, it notes for all.

use std::future::Future;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::broadcast::{self, error::TryRecvError};

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
    let ear = Arc::new(Mutex::new((shutdown, false)));
    let mut workers = FuturesUnordered::new();
    for worker in 0..count {
        let (ear, work, cleanup) = (ear.clone(), work.clone(), cleanup.clone());
        workers.push(async move {
            loop {
                // Made before it is known whether it is wanted: it has not begun until it is polled.
                let round = work(worker);
                let told = {
                    let (shutdown, told) = &mut *ear.lock().expect("nobody panics with the lock");
                    *told |= shutdown.try_recv() != Err(TryRecvError::Empty);
                    *told
                };
                if told {
                    break;
                }
                round.await;
            }
            cleanup(worker).await;
        });
    }
    while workers.next().await.is_some() {}
}
