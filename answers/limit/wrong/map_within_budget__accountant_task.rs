//! Spawns a task that reports the free room, and never stops it. The task outlives the call.
//! family: detached
//! caught by: nothing_is_left_running
//! says: never stopped

use std::sync::Arc;
use std::time::Duration;

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
    if items.is_empty() {
        return Err(OverBudget { weight: 0, budget });
    }
    if let Some(&(_, weight)) = items.iter().find(|(_, weight)| *weight > budget) {
        return Err(OverBudget { weight, budget });
    }
    let room = Arc::new(Semaphore::new(budget as usize));
    let watched = Arc::clone(&room);
    tokio::spawn(async move {
        while Arc::strong_count(&watched) > 1 {
            tokio::time::sleep(Duration::from_secs(10)).await;
            eprintln!("free: {}", watched.available_permits());
        }
    });
    let (turn, work) = (&tokio::sync::Mutex::new(()), &work);
    let room = &room;
    let jobs = items.into_iter().map(|(item, weight)| async move {
        let mine = turn.lock().await;
        let _share = room.acquire_many(weight).await.expect("the semaphore is never closed");
        let job = work(item);
        drop(mine);
        job.await
    });
    Ok(join_all(jobs).await)
}
