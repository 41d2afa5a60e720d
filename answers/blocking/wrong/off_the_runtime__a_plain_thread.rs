//! Starts a plain thread for each call, of which the runtime knows nothing. `spawn_blocking` uses the runtime's
//! pool.
//! family: own_task_or_thread
//! caught by: it_works_on_the_blocking_pool
//! says: std::thread::spawn

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use tokio::sync::oneshot;
use tokio_katas::JobPanicked;

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
    let (tx, rx) = oneshot::channel();
    thread::spawn(move || {
        let _ = tx.send(catch_unwind(AssertUnwindSafe(work)));
    });
    rx.await.expect("the thread sends before it ends").map_err(panicked)
}
