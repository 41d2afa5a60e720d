//! Every item is a future of its own that waits for its turn, then for its room, and then passes
//! the turn on to the next.

use futures::future::join_all;
use tokio::sync::{Semaphore, oneshot};
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
    if let Some((_, weight)) = items.iter().find(|(_, weight)| *weight > budget) {
        return Err(OverBudget { weight: *weight, budget });
    }
    let (room, work) = (&Semaphore::new(budget as usize), &work);
    let mut turn = None;
    let jobs: Vec<_> = items
        .into_iter()
        .map(|(item, weight)| {
            let (pass_on, next_turn) = oneshot::channel::<()>();
            let my_turn = turn.replace(next_turn);
            async move {
                if let Some(my_turn) = my_turn {
                    let _ = my_turn.await;
                }
                let _share = room.acquire_many(weight).await.expect("the semaphore is never closed");
                let job = work(item);
                let _ = pass_on.send(());
                job.await
            }
        })
        .collect();
    Ok(join_all(jobs).await)
}
