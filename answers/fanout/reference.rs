//! One worked answer for the whole kata.

use std::any::Any;
use std::collections::HashMap;
use std::panic::resume_unwind;
use std::time::Duration;

use tokio::task::{Id, JoinSet};
use tokio::time::sleep;
use tokio_katas::{JobPanicked, JobResult};

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let mut jobs = JoinSet::new();
    for (id, input) in inputs.into_iter().enumerate() {
        // A task may outlive this call, so it owns its input.
        let input = input.to_owned();
        jobs.spawn(async move {
            sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
            JobResult { id, message: input.to_uppercase() }
        });
    }
    let mut results = jobs.join_all().await;
    // `join_all` gives them in the order in which they ended.
    results.sort_by_key(|result| result.id);
    results
}

pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    tokio::join!(a, b, c)
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let mut jobs = JoinSet::new();
    // A job that panics cannot say which one it was: its task's id does.
    let places: HashMap<Id, usize> =
        items.into_iter().enumerate().map(|(place, item)| (jobs.spawn(work(item)).id(), place)).collect();
    let mut results: Vec<_> = places.iter().map(|_| None).collect();
    while let Some(ended) = jobs.join_next_with_id().await {
        let (id, result) = match ended {
            Ok((id, value)) => (id, Ok(value)),
            // Nobody aborts these tasks, so it has panicked.
            Err(error) => (error.id(), Err(JobPanicked { message: text_of(error.into_panic()) })),
        };
        results[places[&id]] = Some(result);
    }
    results.into_iter().flatten().collect()
}

/// `panic!("plain")` carries a `&str`, `panic!("with {values}")` a `String`.
fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut jobs = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let job = work(item);
        jobs.spawn(async move { (place, job.await) });
    }
    let mut results: Vec<Option<R>> = (0..jobs.len()).map(|_| None).collect();
    while let Some(ended) = jobs.join_next().await {
        // Nobody has aborted a task yet, so a join error is a panic.
        let (place, result) = ended.unwrap_or_else(|error| resume_unwind(error.into_panic()));
        match result {
            Ok(value) => results[place] = Some(value),
            Err(error) => {
                // Dropping the set would abort the tasks too, but not wait until they are gone.
                jobs.shutdown().await;
                return Err(error);
            }
        }
    }
    Ok(results.into_iter().flatten().collect())
}
