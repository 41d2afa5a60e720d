//! Reports the heaviest item, not the first that is too heavy.
//! family: wrong_error
//! caught by: an_item_over_the_budget_is_an_error_before_any_call
//! says: the heaviest item reported

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
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
    let weight = items.iter().map(|(_, weight)| *weight).max().unwrap_or(0);
    if weight > budget {
        return Err(OverBudget { weight, budget });
    }
    let room = Arc::new(Semaphore::new(budget as usize));
    let mut jobs = JoinSet::new();
    for (index, (item, weight)) in items.into_iter().enumerate() {
        let share =
            Arc::clone(&room).acquire_many_owned(weight).await.expect("the semaphore is never closed");
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(share);
            (index, result)
        });
    }
    let mut results = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
