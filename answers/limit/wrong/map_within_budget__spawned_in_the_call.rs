//! Spawns the work in the call itself, not in the future that it returns. An async fn does nothing until it
//! is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_katas::OverBudget;

pub fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> impl Future<Output = Result<Vec<R>, OverBudget>>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let too_heavy = items.iter().map(|(_, weight)| *weight).find(|weight| *weight > budget);
    let all = async move {
        let room = std::sync::Arc::new(Semaphore::new(budget as usize));
        let mut jobs = JoinSet::new();
        for (index, (item, weight)) in items.into_iter().enumerate() {
            let share = room.clone().acquire_many_owned(weight).await.expect("the semaphore is never closed");
            let job = work(item);
            jobs.spawn(async move {
                let result = job.await;
                drop(share);
                (index, result)
            });
        }
        let mut results = jobs.join_all().await;
        results.sort_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    };
    let answer = match too_heavy {
        Some(weight) => Err(OverBudget { weight, budget }),
        None => Ok(tokio::spawn(all)),
    };
    async move { Ok(answer?.await.expect("work does not panic")) }
}
