//! Calls itself for the next run: each level of the recursion is one restart.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    run(0, restarts, backoff, backoff * 32, &mut worker).await
}

fn run<'a, F, Fut>(
    n: u32,
    left: u32,
    wait: Duration,
    longest: Duration,
    worker: &'a mut F,
) -> LocalBoxFuture<'a, Result<(), JobPanicked>>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    Box::pin(async move {
        let Err(payload) = AssertUnwindSafe(worker(n)).catch_unwind().await else { return Ok(()) };
        if left == 0 {
            let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
            let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
            return Err(JobPanicked { message: text.unwrap_or("unknown panic".into()) });
        }
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        run(n + 1, left - 1, (wait * 2).min(longest), longest, worker).await
    })
}
