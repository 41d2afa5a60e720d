//! Starts whichever waiting item fits, to use all the room. A heavy item is overtaken again and again.
//! family: overtaking
//! caught by: a_heavy_item_at_the_head_is_not_overtaken
//! says: overtaken again and again

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
    if let Some(&(_, weight)) = items.iter().find(|(_, weight)| *weight > budget) {
        return Err(OverBudget { weight, budget });
    }
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting: Vec<_> = items.into_iter().enumerate().collect();
    let mut running = FuturesUnordered::new();
    let mut room = budget;
    loop {
        while let Some(fits) = waiting.iter().position(|(_, (_, weight))| *weight <= room) {
            let (index, (item, weight)) = waiting.remove(fits);
            room -= weight;
            let job = work(item);
            running.push(async move { (index, weight, job.await) });
        }
        match running.next().await {
            Some((index, weight, result)) => {
                room += weight;
                results[index] = Some(result);
            }
            None => return Ok(results.into_iter().flatten().collect()),
        }
    }
}
