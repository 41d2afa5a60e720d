//! Looks for a `&str` in the payload only. A panic with values carries a `String`, and its text is lost.
//! family: panic_swallowed
//! caught by: the_text_of_the_panic_is_kept
//! says: a &str or a String

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
    let mut n = 0;
    loop {
        let Err(payload) = AssertUnwindSafe(worker(n)).catch_unwind().await else { return Ok(()) };
        if n == restarts {
            let text = payload.downcast_ref::<&str>().unwrap_or(&"unknown panic");
            return Err(JobPanicked { message: text.to_string() });
        }
        tokio::time::sleep(backoff * (1 << n.min(5))).await;
        n += 1;
    }
}
