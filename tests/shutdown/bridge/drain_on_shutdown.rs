//! Registers `drain_on_shutdown` with its claims.

use futures::future::LocalBoxFuture;
use shutdown::drain_on_shutdown::ANSWER;
use tokio::sync::{mpsc, watch};

use super::kata;

pub fn register() {
    ANSWER.set(|jobs, shutdown, work| drain_on_shutdown(jobs, shutdown, work));
}

/// The answer for all types that the contract allows, of which it is compiled for one.
fn drain_on_shutdown<'a, T, R, F, Fut>(
    jobs: mpsc::Receiver<T>,
    shutdown: watch::Receiver<bool>,
    work: F,
) -> LocalBoxFuture<'a, Vec<R>>
where
    T: 'a,
    R: 'a,
    F: Fn(T) -> Fut + 'a,
    Fut: Future<Output = R> + 'a,
{
    Box::pin(kata::drain_on_shutdown(jobs, shutdown, work))
}
