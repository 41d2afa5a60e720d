//! Does not know the place of a job that panics, and puts its error behind all results.
//! family: completion_order
//! caught by: a_panic_is_an_error_in_its_own_place
//! says: the n-th result belongs to the n-th item

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
    for (place, item) in items.into_iter().enumerate() {
        let job = work(item);
        jobs.spawn(async move { (place, job.await) });
    }
    let mut results = Vec::new();
    while let Some(ended) = jobs.join_next().await {
        match ended {
            Ok((place, value)) => results.push((place, Ok(value))),
            Err(error) => {
                results.push((usize::MAX, Err(JobPanicked { message: text_of(error.into_panic()) })))
            }
        }
    }
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
