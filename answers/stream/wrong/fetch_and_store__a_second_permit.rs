//! Takes a permit for the fetch, and one more of the same semaphore for the store. When all permits are with items
//! that wait for their second one, none ever comes back.
//! family: place_kept_too_long
//! caught by: as_many_as_the_limit_have_a_place
//! says: a second place for the store

use futures::{StreamExt, stream};
use tokio::sync::{Mutex, Semaphore};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let places = &Semaphore::new(limit.max(1));
    let (fetch, store) = (&fetch, &Mutex::new(store));
    stream::iter(items)
        .for_each_concurrent(None, |item| async move {
            let _fetch_place = places.acquire().await.expect("never closed");
            let result = fetch(item).await;
            let mut store = store.lock().await;
            let _store_place = places.acquire().await.expect("never closed");
            store(result).await;
        })
        .await;
}
