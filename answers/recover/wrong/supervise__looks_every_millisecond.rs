//! Asks each millisecond whether the worker has ended. Its times are whole milliseconds, so that is in time as long as
//! the worker ends at once when its instant has come; one that gives way there is seen at the next look.
//! family: looks_now_and_then
//! explore: yes
//! caught by: a_worker_that_panics_is_started_again
//! says: too late

use std::any::Any;
use std::time::Duration;

use tokio::task::{JoinHandle, yield_now};
use tokio::time::sleep;
use tokio_katas::JobPanicked;

struct Worker(JoinHandle<()>);

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut run = 0;
    loop {
        let mut worker = Worker(tokio::spawn(worker(run)));
        loop {
            yield_now().await;
            if worker.0.is_finished() {
                break;
            }
            sleep(Duration::from_millis(1)).await;
        }
        let Err(error) = (&mut worker.0).await else { return Ok(()) };
        if run == restarts {
            return Err(JobPanicked { message: text_of(error.into_panic()) });
        }
        sleep(backoff * (1 << run.min(5))).await;
        run += 1;
    }
}

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}
