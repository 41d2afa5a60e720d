//! Relies on `JoinSet::join_all` to hand back errors. It resumes the first panic in the caller.
//! family: panic_escapes
//! caught by: a_plain_text_is_kept
//! says: JoinSet::join_all on a task that has panicked

use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

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
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, value)| Ok(value)).collect()
}
