//! Remembers the first panic in a static and refuses every later call.
//! family: first_error_ends_all
//! caught by: a_panic_becomes_an_error_with_its_text
//! says: that one's panic breaks

use std::any::Any;
use std::sync::OnceLock;

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

static BROKEN: OnceLock<JobPanicked> = OnceLock::new();

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
    if let Some(first) = BROKEN.get() {
        return Err(first.clone());
    }
    spawn_blocking(work).await.map_err(|error| BROKEN.get_or_init(|| panicked(error.into_panic())).clone())
}
