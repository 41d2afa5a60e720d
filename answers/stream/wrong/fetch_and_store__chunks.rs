//! Works in batches of `limit`: fetches a batch, stores its results as they come, and begins the next when all are
//! stored. A place that becomes free earlier stays empty.
//! family: batches
//! caught by: a_free_place_is_taken_at_once
//! says: working in batches

use futures::stream::{self, StreamExt};
use tokio::sync::Mutex;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let store = &Mutex::new(store);
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        let batch: Vec<_> = items.by_ref().take(limit.max(1)).map(&fetch).collect();
        stream::iter(batch)
            .for_each_concurrent(None, |fetching| async move {
                let result = fetching.await;
                let mut store = store.lock().await;
                store(result).await;
            })
            .await;
    }
}
