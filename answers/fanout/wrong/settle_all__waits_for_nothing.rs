//! Waits for the first job without checking that there is one. Without items it panics.
//! family: empty_input
//! caught by: no_items_give_no_results_at_once
//! says: there is a first job

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
    let mut jobs = JoinSet::new();
    let places: Vec<_> = items.into_iter().map(|item| jobs.spawn(work(item)).id()).collect();
    let mut results: Vec<_> = places.iter().map(|_| None).collect();
    let mut left = places.len();
    loop {
        let (id, result) = match jobs.join_next_with_id().await.expect("at least one job") {
            Ok((id, value)) => (id, Ok(value)),
            Err(error) => (error.id(), Err(JobPanicked { message: text_of(error.into_panic()) })),
        };
        let place = places.iter().position(|&known| known == id).expect("a task of this set");
        results[place] = Some(result);
        left -= 1;
        if left == 0 {
            return results.into_iter().flatten().collect();
        }
    }
}
