//! Holds the limit, and one of its own besides: never more than 1,500 at a time, however many may be.
//! family: hidden_limit
//! caught by: thousands_at_a_time_are_as_good_as_two
//! says: fewer at a time than may be

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
    stream::iter(items)
        .for_each_concurrent(limit.clamp(1, 1500), |item| async move {
            let result = fetch(item).await;
            let mut store = store.lock().await;
            store(result).await;
        })
        .await;
}
