//! Awaits the worker in place. Its panic is the supervisor's own: nothing is started again, and the caller falls too.
//! family: panic_escapes
//! caught by: a_worker_that_panics_is_started_again
//! says: came out of supervise

use std::future::Future;
use std::time::Duration;

use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    for n in 0..=restarts {
        worker(n).await;
        if n < restarts {
            tokio::time::sleep(backoff * (1 << n.min(5))).await;
        }
    }
    Ok(())
}
