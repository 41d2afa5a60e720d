//! Holds one lock for all calls until the work is done, so only one call works at a time.
//! family: one_lock_for_all
//! caught by: several_calls_work_at_the_same_time
//! says: one lock, for all calls

use std::any::Any;

use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

static POOL: Mutex<()> = Mutex::const_new(());

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
    let _turn = POOL.lock().await;
    spawn_blocking(work).await.map_err(|error| panicked(error.into_panic()))
}
