//! In the caller's own task: each run is caught, and dropped with the future.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    for n in 0..=restarts {
        match AssertUnwindSafe(worker(n)).catch_unwind().await {
            Ok(()) => return Ok(()),
            Err(payload) if n == restarts => return Err(JobPanicked { message: text_of(payload) }),
            Err(_) => tokio::time::sleep(backoff * 2u32.pow(n.min(5))).await,
        }
    }
    unreachable!("the last run returns")
}

fn text_of(payload: Box<dyn Any + Send>) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown panic".to_owned())
}
