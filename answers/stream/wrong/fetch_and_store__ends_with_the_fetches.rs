//! Returns when the last fetch has ended: `select!` waits for one of the two sides. What still waited to be stored is
//! dropped.
//! family: left_out
//! caught by: it_returns_when_the_last_store_has_ended
//! says: results left behind

use futures::{StreamExt, stream};
use tokio::sync::{Semaphore, mpsc};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let places = &Semaphore::new(limit.max(1));
    let (fetch, (tx, mut rx)) = (&fetch, mpsc::unbounded_channel());
    let tx = &tx;
    let fetching = stream::iter(items).for_each_concurrent(None, |item| async move {
        let place = places.acquire().await.expect("never closed");
        let _ = tx.send((fetch(item).await, place));
    });
    let storing = async {
        while let Some((result, _place)) = rx.recv().await {
            store(result).await;
        }
    };
    tokio::select! {
        () = fetching => {}
        () = storing => {}
    }
}
