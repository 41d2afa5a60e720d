//! Puts an unbounded channel between `buffer_unordered` and the storing side. An item gives its place away when its
//! fetch has ended, so a slow store lets results pile up without a bound.
//! family: no_limit
//! caught by: a_place_is_held_until_its_store_has_ended
//! says: free when the fetch has ended

use futures::{StreamExt, future, stream};
use tokio::sync::mpsc;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (tx, mut rx) = mpsc::unbounded_channel();
    let fetching = async move {
        let mut fetches = stream::iter(items).map(fetch).buffer_unordered(limit.max(1));
        while let Some(result) = fetches.next().await {
            if tx.send(result).is_err() {
                break;
            }
        }
    };
    let storing = async move {
        while let Some(result) = rx.recv().await {
            store(result).await;
        }
    };
    future::join(fetching, storing).await;
}
