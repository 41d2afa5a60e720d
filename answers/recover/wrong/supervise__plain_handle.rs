//! Awaits a plain JoinHandle. When the supervisor is dropped the handle is dropped as well, and that detaches the
//! worker: it runs on, and nothing supervises it.
//! family: detached
//! caught by: dropping_it_during_a_run_stops_the_worker
//! says: detaches its task

use std::future::Future;
use std::time::Duration;

use tokio_katas::JobPanicked;

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut n = 0;
    loop {
        let Err(error) = tokio::spawn(worker(n)).await else { return Ok(()) };
        if n == restarts {
            return Err(JobPanicked { message: text_of(error) });
        }
        tokio::time::sleep(backoff * (1 << n.min(5))).await;
        n += 1;
    }
}

fn text_of(error: tokio::task::JoinError) -> String {
    let payload = error.into_panic();
    match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text.to_string(),
        (_, Some(text)) => text.clone(),
        _ => "unknown panic".to_owned(),
    }
}
