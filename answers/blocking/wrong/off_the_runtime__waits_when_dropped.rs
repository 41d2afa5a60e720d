//! Waits for the thread when the future is dropped, which blocks the runtime.
//! family: blocks_the_thread
//! caught by: work_that_has_started_runs_on_when_the_future_is_dropped
//! says: the runtime stood still

use std::any::Any;
use std::sync::mpsc::{Receiver, channel};

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

struct WaitOnDrop(Receiver<()>);

impl Drop for WaitOnDrop {
    fn drop(&mut self) {
        // An error once the thread has dropped its sender: then it has ended.
        let _ = self.0.recv();
    }
}

fn panicked(payload: Box<dyn Any + Send>) -> JobPanicked {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    JobPanicked { message: text.unwrap_or_else(|| "unknown panic".to_owned()) }
}

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let (working, ended) = channel();
    let _wait = WaitOnDrop(ended);
    let guarded = move || {
        let _working = working;
        work()
    };
    spawn_blocking(guarded).await.map_err(|error| panicked(error.into_panic()))
}
