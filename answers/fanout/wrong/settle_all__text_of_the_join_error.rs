//! Uses the text of the JoinError, which wraps the panic's own text in other words.
//! family: panic_swallowed
//! caught by: a_plain_text_is_kept
//! says: the JoinError's own text

use std::collections::HashMap;

use tokio::task::{Id, JoinSet};
use tokio_katas::JobPanicked;

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let mut jobs = JoinSet::new();
    let places: HashMap<Id, usize> =
        items.into_iter().enumerate().map(|(place, item)| (jobs.spawn(work(item)).id(), place)).collect();
    let mut results: Vec<_> = places.iter().map(|_| None).collect();
    while let Some(ended) = jobs.join_next_with_id().await {
        let (id, result) = match ended {
            Ok((id, value)) => (id, Ok(value)),
            Err(error) => (error.id(), Err(JobPanicked { message: error.to_string() })),
        };
        results[places[&id]] = Some(result);
    }
    results.into_iter().flatten().collect()
}
