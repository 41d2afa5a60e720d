//! Each job sleeps until its turn and calls work then; the first does not sleep at all.

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
    let work = &work;
    join_all((0_u32..).zip(items).map(|(nth, item)| async move {
        if nth > 0 && !every.is_zero() {
            sleep(every * nth).await;
        }
        work(item).await
    }))
    .await
}
