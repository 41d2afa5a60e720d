//! Cancels its tasks when one fails, but not when the call itself is dropped: plain JoinHandles detach
//! their tasks.
//! family: detached
//! caught by: dropping_it_half_way_cancels_every_job
//! says: dropping a handle detaches its task

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut handles: FuturesUnordered<_> = items
        .into_iter()
        .enumerate()
        .map(|(place, item)| {
            let job = work(item);
            tokio::spawn(async move { (place, job.await) })
        })
        .collect();
    let mut results = Vec::new();
    while let Some(joined) = handles.next().await {
        match joined.expect("a job does not panic") {
            (place, Ok(value)) => results.push((place, value)),
            (_, Err(error)) => {
                handles.iter().for_each(|handle| handle.abort());
                while handles.next().await.is_some() {}
                return Err(error);
            }
        }
    }
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, value)| value).collect())
}
