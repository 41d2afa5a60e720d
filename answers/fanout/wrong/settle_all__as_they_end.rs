//! Collects the results in the order in which the jobs end, not in input order.
//! family: completion_order
//! caught by: results_are_in_input_order
//! says: the order in which the jobs ended

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
    let mut jobs: JoinSet<R> = items.into_iter().map(work).collect();
    let mut results = Vec::new();
    while let Some(ended) = jobs.join_next().await {
        results.push(ended.map_err(|error| JobPanicked { message: text_of(error.into_panic()) }));
    }
    results
}
