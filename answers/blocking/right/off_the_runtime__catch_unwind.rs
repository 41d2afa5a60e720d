//! Catches the panic where it happens, on the thread of the pool.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::task::spawn_blocking;
use tokio_katas::JobPanicked;

fn describe(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast::<&'static str>().map_or("unknown panic", |text| *text).to_owned(),
    }
}

pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    // What the work has left half-done goes with it.
    let guarded = move || catch_unwind(AssertUnwindSafe(work));
    let outcome = spawn_blocking(guarded).await.expect("a caught panic ends no thread");
    outcome.map_err(|payload| JobPanicked { message: describe(payload) })
}
