//! Two sides and a channel between them. A permit is the place: it travels with the result.

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
    let fetching = async move {
        let (fetch, tx) = (&fetch, &tx);
        // The semaphore is fair, so places are given out in input order.
        stream::iter(items)
            .for_each_concurrent(None, |item| async move {
                let place = places.acquire().await.expect("never closed");
                let result = fetch(item).await;
                // An error means that the receiver is gone, and with it this whole call.
                let _ = tx.send((result, place));
            })
            .await;
    };
    let storing = async move {
        while let Some((result, _place)) = rx.recv().await {
            store(result).await;
        }
    };
    future::join(fetching, storing).await;
}
