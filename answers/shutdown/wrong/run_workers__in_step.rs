//! Starts each round of all workers together. The slowest worker sets the pace.
//! family: batches
//! caught by: workers_go_their_rounds_side_by_side
//! says: waiting for all at the end of each round

use std::future::Future;

use futures::future::join_all;
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
    while count > 0 && matches!(shutdown.try_recv(), Err(TryRecvError::Empty)) {
        join_all((0..count).map(&work)).await;
    }
    join_all((0..count).map(cleanup)).await;
}
