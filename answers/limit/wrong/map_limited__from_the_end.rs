//! Takes the next item with `pop`, and so begins with the last one.
//! family: overtaking
//! caught by: items_start_in_input_order
//! says: pop

use futures::stream::{FuturesUnordered, StreamExt};

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    let mut running = FuturesUnordered::new();
    loop {
        while running.len() < limit.max(1) {
            let Some((index, item)) = waiting.pop() else { break };
            let job = work(item);
            running.push(async move { (index, job.await) });
        }
        match running.next().await {
            Some((index, result)) => results[index] = Some(result),
            None => return results.into_iter().flatten().collect(),
        }
    }
}
