//! Spawns a task that warns of slow jobs, and never stops it. The task outlives the call.
//! family: detached
//! caught by: nothing_is_left_running
//! says: never stopped

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use tokio_katas::JobPanicked;

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    tokio::spawn(async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        eprintln!("the jobs are slow");
    });
    let jobs = items.into_iter().map(|item| AssertUnwindSafe(work(item)).catch_unwind());
    let outcomes = join_all(jobs).await.into_iter();
    outcomes.map(|outcome| outcome.map_err(|payload| JobPanicked { message: text_of(payload) })).collect()
}
