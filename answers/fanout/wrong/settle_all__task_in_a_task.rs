//! Spawns a task inside a task to see its panic. When the call is dropped the set aborts the outer task,
//! which detaches the inner one.
//! family: detached
//! caught by: dropping_it_half_way_stops_its_jobs
//! says: dropping a handle detaches its task

use std::any::Any;

use tokio::task::JoinSet;
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
    let mut outer = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let job = work(item);
        outer.spawn(async move {
            let ended = tokio::spawn(job).await;
            (place, ended.map_err(|error| JobPanicked { message: text_of(error.into_panic()) }))
        });
    }
    let mut results = outer.join_all().await;
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
