//! Every job asks for its own room. `acquire_many(0)` never queues, so an item of weight 0 overtakes those
//! that wait.
//! family: overtaking
//! caught by: weight_zero_keeps_its_place_in_the_order
//! says: acquire_many(0) never queues

use futures::future::join_all;
use tokio::sync::Semaphore;
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
    let (room, work) = (&Semaphore::new(budget as usize), &work);
    let jobs = items.into_iter().map(|(item, weight)| async move {
        let _share = room.acquire_many(weight).await.expect("the semaphore is never closed");
        work(item).await
    });
    Ok(join_all(jobs).await)
}
