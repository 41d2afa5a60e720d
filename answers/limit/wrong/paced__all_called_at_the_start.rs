//! Calls work for every item at the start, and paces only the polling. The call belongs to the start.
//! family: called_ahead
//! caught by: work_is_called_when_its_item_starts
//! says: the call belongs to the start

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    join_all((0_u32..).zip(items).map(|(nth, item)| {
        let job = work(item);
        async move {
            sleep(every * nth).await;
            job.await
        }
    }))
    .await
}
