//! Registers `run_workers` with its claims.

use futures::future::LocalBoxFuture;
use shutdown::run_workers::ANSWER;
use tokio::sync::broadcast;

use super::kata;

pub fn register() {
    ANSWER.set(|count, shutdown, work, cleanup| {
        let (work, cleanup) = (move |worker| work.begin(worker), move |worker| cleanup.begin(worker));
        run_workers(count, shutdown, work, cleanup)
    });
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn run_workers<W, WFut, C, CFut>(
    count: usize,
    shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) -> LocalBoxFuture<'static, ()>
where
    W: Fn(usize) -> WFut + Clone + Send + 'static,
    WFut: Future<Output = ()> + Send + 'static,
    C: Fn(usize) -> CFut + Clone + Send + 'static,
    CFut: Future<Output = ()> + Send + 'static,
{
    Box::pin(kata::run_workers(count, shutdown, work, cleanup))
}
