//! Starts a thread and joins it. The join blocks the runtime's thread until the work is done.
//! family: blocks_the_thread
//! caught by: other_tasks_go_on_while_it_works
//! says: the runtime stood still
//! says: join()

use std::any::Any;
use std::thread;

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
    thread::spawn(work).join().map_err(panicked)
}
