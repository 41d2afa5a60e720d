//! Returns the results in the order of a channel, which is the order in which the jobs ended.
//! family: completion_order
//! caught by: results_are_in_input_order
//! says: the order in which the jobs ended

use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
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
    let room = Arc::new(Semaphore::new(budget as usize));
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut results = Vec::with_capacity(items.len());
    for (item, weight) in items {
        let share =
            Arc::clone(&room).acquire_many_owned(weight).await.expect("the semaphore is never closed");
        let (job, tx) = (work(item), tx.clone());
        tokio::spawn(async move {
            let _ = tx.send(job.await);
            drop(share);
        });
    }
    drop(tx);
    while let Some(result) = rx.recv().await {
        results.push(result);
    }
    Ok(results)
}
