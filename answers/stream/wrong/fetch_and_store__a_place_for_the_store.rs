//! Keeps one of the places for the store, so only `limit - 1` items are fetched at once. The item that is being stored
//! has had its place since its fetch began.
//! family: off_by_one
//! caught by: as_many_as_the_limit_have_a_place
//! says: a place kept free for the store

use futures::{StreamExt, stream};
use tokio::sync::Mutex;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (fetch, store) = (&fetch, &Mutex::new(store));
    let at_once = limit.saturating_sub(1).max(1);
    stream::iter(items)
        .for_each_concurrent(at_once, |item| async move {
            let result = fetch(item).await;
            let mut store = store.lock().await;
            store(result).await;
        })
        .await;
}
