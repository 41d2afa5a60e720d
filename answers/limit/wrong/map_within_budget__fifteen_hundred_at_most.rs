//! Holds the budget, and a limit of its own besides: never more than 1,500 at a time, however light they are.
//! family: hidden_limit
//! caught by: thousands_at_a_time_are_as_good_as_two
//! says: fewer at a time than may be

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
    if let Some(&(_, weight)) = items.iter().find(|(_, weight)| *weight > budget) {
        return Err(OverBudget { weight, budget });
    }
    let room = Arc::new(Semaphore::new(budget as usize));
    let places = Arc::new(Semaphore::new(1500));
    let mut jobs = JoinSet::new();
    for (index, (item, weight)) in items.into_iter().enumerate() {
        let place = Arc::clone(&places).acquire_owned().await.expect("it is never closed");
        let share = Arc::clone(&room).acquire_many_owned(weight).await.expect("it is never closed");
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop((place, share));
            (index, result)
        });
    }
    let mut results: Vec<(usize, R)> = jobs.join_all().await;
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
