//! All in the caller's own task: a heavy head waits for results until there is room for it.

use futures::stream::{FuturesUnordered, StreamExt};
use tokio_katas::OverBudget;

pub async fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> Result<Vec<R>, OverBudget>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    for &(_, weight) in &items {
        if weight > budget {
            return Err(OverBudget { weight, budget });
        }
    }
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut running = FuturesUnordered::new();
    let mut room = budget;
    for (index, (item, weight)) in items.into_iter().enumerate() {
        while room < weight {
            let Some((index, result, weight)) = running.next().await else { break };
            results[index] = Some(result);
            room += weight;
        }
        room -= weight;
        let job = work(item);
        running.push(async move { (index, job.await, weight) });
    }
    while let Some((index, result, _)) = running.next().await {
        results[index] = Some(result);
    }
    Ok(results.into_iter().flatten().collect())
}
