//! Gives each item a clone of `tx` and keeps the first one until the end. The storing side waits for more, since one
//! sender is alive: its own.
//! family: kept_alive
//! caught by: a_fetch_goes_on_while_a_result_is_stored
//! says: own sender is still alive

use futures::{StreamExt, future, stream};
use tokio::sync::{Semaphore, mpsc};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let places = &Semaphore::new(limit.max(1));
    let (tx, mut rx) = mpsc::unbounded_channel();
    let fetch = &fetch;
    let fetching = stream::iter(items).for_each_concurrent(None, |item| {
        let tx = tx.clone();
        async move {
            let place = places.acquire().await.expect("never closed");
            let _ = tx.send((fetch(item).await, place));
        }
    });
    let storing = async {
        while let Some((result, _place)) = rx.recv().await {
            store(result).await;
        }
    };
    future::join(fetching, storing).await;
}
