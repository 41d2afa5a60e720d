//! The result comes over a oneshot channel; the handle is asked only when the channel stays empty.

use std::any::Any;

use tokio::runtime::Handle;
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
    let thread = Handle::current().spawn_blocking(move || {
        // Nobody may be there any more to take it.
        let _ = tx.send(work());
    });
    match rx.await {
        Ok(result) => Ok(result),
        Err(_) => match thread.await {
            Err(error) if error.is_panic() => Err(panicked(error.into_panic())),
            _ => unreachable!("a sender that was dropped unused, and no panic"),
        },
    }
}
