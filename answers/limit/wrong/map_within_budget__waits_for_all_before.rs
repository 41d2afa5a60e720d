//! When an item does not fit, it waits until all items before it are done. That is a batch, which waits for
//! its slowest.
//! family: batches
//! caught by: an_item_starts_as_soon_as_its_weight_fits
//! says: waiting for all before it

use futures::future::join_all;
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
    if let Some(&(_, weight)) = items.iter().find(|(_, weight)| *weight > budget) {
        return Err(OverBudget { weight, budget });
    }
    let mut results = Vec::with_capacity(items.len());
    let (mut batch, mut used) = (Vec::new(), 0);
    for (item, weight) in items {
        if used + weight > budget {
            results.extend(join_all(batch.drain(..)).await);
            used = 0;
        }
        used += weight;
        batch.push(work(item));
    }
    results.extend(join_all(batch).await);
    Ok(results)
}
