//! Awaits its tasks in input order. An error is seen only when every job before it has ended.
//! family: awaits_in_input_order
//! caught by: an_error_is_returned_at_its_instant
//! says: awaiting the jobs in input order

use tokio::task::JoinSet;

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut receivers = Vec::new();
    for item in items {
        let (tx, rx) = tokio::sync::oneshot::channel();
        let job = work(item);
        tasks.spawn(async move {
            let _ = tx.send(job.await);
        });
        receivers.push(rx);
    }
    let mut results = Vec::new();
    for receiver in receivers {
        match receiver.await.expect("the task sends before it ends") {
            Ok(value) => results.push(value),
            Err(error) => {
                tasks.shutdown().await;
                return Err(error);
            }
        }
    }
    while tasks.join_next().await.is_some() {}
    Ok(results)
}
