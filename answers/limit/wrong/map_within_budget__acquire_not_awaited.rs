//! Asks for room without an .await. That takes none, so every item starts at once.
//! family: no_limit
//! caught by: weights_in_flight_never_pass_the_budget
//! says: without an .await

use std::future::Future;
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
    let mut jobs = JoinSet::new();
    for (index, (item, weight)) in items.into_iter().enumerate() {
        let share = Arc::clone(&room).acquire_many_owned(weight);
        let job = work(item);
        jobs.spawn(async move {
            let result = job.await;
            drop(share);
            (index, result)
        });
    }
    Ok(in_input_order(jobs).await)
}

async fn in_input_order<R: 'static>(jobs: JoinSet<(usize, R)>) -> Vec<R> {
    let mut results = jobs.join_all().await;
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
