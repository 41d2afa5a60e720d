//! Aborts the other jobs once one has panicked, and reports errors for them too. A panic is one job's
//! result only.
//! family: first_error_ends_all
//! caught by: every_other_job_still_finishes
//! says: giving up at the first panic

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
    let stopped = || Err(JobPanicked { message: "stopped, since another job has panicked".to_owned() });
    let mut results: Vec<_> = places.iter().map(|_| stopped()).collect();
    let place = |id| places.iter().position(|&known| known == id).expect("a task of this set");
    while let Some(ended) = jobs.join_next_with_id().await {
        match ended {
            Ok((id, value)) => results[place(id)] = Ok(value),
            Err(error) => {
                let place = place(error.id());
                results[place] = Err(JobPanicked { message: text_of(error.into_panic()) });
                jobs.shutdown().await;
            }
        }
    }
    results
}
