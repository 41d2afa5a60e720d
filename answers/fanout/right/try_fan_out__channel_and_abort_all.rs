//! Tasks report over a channel; at an error all are aborted, and awaited until they are gone.

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut slots: Vec<Option<R>> = Vec::new();
    slots.resize_with(items.len(), || None);
    let (tx, mut rx) = mpsc::channel(16);
    let mut tasks = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let (tx, job) = (tx.clone(), work(item));
        tasks.spawn(async move {
            let result = job.await;
            let _ = tx.send((place, result)).await;
        });
    }
    drop(tx);

    let mut failed = None;
    while let Some((place, result)) = rx.recv().await {
        match result {
            Ok(value) => slots[place] = Some(value),
            Err(error) => {
                failed = Some(error);
                tasks.abort_all();
                break;
            }
        }
    }
    // Those that were aborted end with an error of their own, which says nothing new.
    while tasks.join_next().await.is_some() {}
    match failed {
        Some(error) => Err(error),
        None => Ok(slots.into_iter().flatten().collect()),
    }
}
