//! A plain function that fetches the first items before its async block: they are called although nobody has polled
//! the future yet.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use futures::{StreamExt, stream};
use tokio::sync::Mutex;

pub fn fetch_and_store<T, R, F, Fut, S, SFut>(
    items: Vec<T>,
    limit: usize,
    fetch: F,
    store: S,
) -> impl Future<Output = ()>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let mut items = items.into_iter();
    let first: Vec<Fut> = items.by_ref().take(limit.max(1)).map(&fetch).collect();
    async move {
        let store = &Mutex::new(store);
        let fetches = first.into_iter().chain(items.map(fetch));
        stream::iter(fetches)
            .for_each_concurrent(limit.max(1), |fetching| async move {
                let result = fetching.await;
                let mut store = store.lock().await;
                store(result).await;
            })
            .await;
    }
}
