//! Holds its tasks by plain JoinHandles. Dropping a handle detaches its task, so a dropped call leaves them
//! running.
//! family: detached
//! caught by: dropping_it_half_way_stops_its_jobs
//! says: dropping a handle detaches its task

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
    let handles: Vec<_> = items.into_iter().map(|item| tokio::spawn(work(item))).collect();
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.await.map_err(|error| JobPanicked { message: text_of(error.into_panic()) }));
    }
    results
}
