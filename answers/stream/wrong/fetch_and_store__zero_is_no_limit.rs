//! Passes a limit of 0 on to `for_each_concurrent`, which takes it for no limit at all.
//! family: zero
//! caught by: a_limit_of_zero_counts_as_one
//! says: a limit of 0 passed on

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
    stream::iter(items)
        .for_each_concurrent(limit, |item| {
            let fetching = fetch(item);
            async move {
                let result = fetching.await;
                let mut store = store.lock().await;
                store(result).await;
            }
        })
        .await
}
