//! Calls work first and lets the task wait for its room. The call comes before the item fits.
//! family: called_ahead
//! caught by: weights_in_flight_never_pass_the_budget
//! says: waiting for room inside the job

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
    for (item, weight) in items {
        let (room, job) = (Arc::clone(&room), work(item));
        jobs.spawn(async move {
            let _share = room.acquire_many(weight).await.expect("the semaphore is never closed");
            job.await
        });
    }
    Ok(jobs.join_all().await)
}
