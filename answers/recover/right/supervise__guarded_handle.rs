//! A plain task behind a guard that aborts it; the waits are a sequence of their own.

use std::future::Future;
use std::iter::successors;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};
use tokio_katas::JobPanicked;

struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut waits = successors(Some(backoff), |wait| Some((*wait * 2).min(backoff * 32)));
    let mut n = 0;
    loop {
        let mut task = AbortOnDrop(tokio::spawn(worker(n)));
        let Err(error) = (&mut task.0).await else { return Ok(()) };
        let ended = Instant::now();
        let payload = error.into_panic();
        if n >= restarts {
            let message = match payload.downcast::<String>() {
                Ok(text) => *text,
                Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
            };
            return Err(JobPanicked { message });
        }
        n += 1;
        sleep_until(ended + waits.next().expect("it has no end")).await;
    }
}
