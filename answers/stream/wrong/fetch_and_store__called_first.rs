//! Calls `fetch` for all items before it limits anything. The futures wait for a place, but what `fetch` does in the
//! call itself, a log line or a timer, has happened for all.
//! family: called_ahead
//! caught by: both_are_called_when_their_turn_comes
//! says: fetch called before its item has a place

use futures::{StreamExt, stream};
use tokio::sync::Mutex;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let store = &Mutex::new(store);
    let fetches: Vec<Fut> = items.into_iter().map(fetch).collect();
    stream::iter(fetches)
        .for_each_concurrent(limit.max(1), |fetching| async move {
            let result = fetching.await;
            let mut store = store.lock().await;
            store(result).await;
        })
        .await;
}
