//! Gives all jobs to `select_all`, which panics when there are none.
//! family: empty_input
//! caught by: no_items_give_no_results_at_once
//! says: there is a first job

use futures::future::select_all;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut running: Vec<_> = items
        .into_iter()
        .enumerate()
        .map(|(place, item)| {
            let job = work(item);
            Box::pin(async move { (place, job.await) })
        })
        .collect();
    let mut results = Vec::new();
    loop {
        let ((place, result), _, rest) = select_all(running).await;
        results.push((place, result?));
        if rest.is_empty() {
            break;
        }
        running = rest;
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
