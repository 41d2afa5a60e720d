//! All workers begin each round together: the slowest sets the pace.
//! caught by: workers_go_their_rounds_side_by_side
//! says: every worker goes its own rounds

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
