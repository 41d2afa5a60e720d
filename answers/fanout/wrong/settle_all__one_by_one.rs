//! Spawns a job and awaits it before it spawns the next. There are tasks, but never two at the same time.
//! family: one_by_one
//! caught by: all_jobs_run_at_the_same_time
//! says: start all, then wait

use std::any::Any;

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
    let mut results = Vec::new();
    for item in items {
        let ended = tokio::spawn(work(item)).await;
        results.push(ended.map_err(|error| JobPanicked { message: text_of(error.into_panic()) }));
    }
    results
}
