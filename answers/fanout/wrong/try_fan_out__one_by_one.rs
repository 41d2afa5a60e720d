//! Awaits each job with `?` before it starts the next, so their times add up.
//! family: one_by_one
//! caught by: all_jobs_run_at_the_same_time
//! says: start all, then wait

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut results = Vec::with_capacity(items.len());
    for item in items {
        results.push(work(item).await?);
    }
    Ok(results)
}
