//! Takes the next item with `pop`, which takes the last one.
//! family: overtaking
//! caught by: items_are_fetched_in_input_order
//! says: from the end (pop)

use futures::{StreamExt, stream};
use tokio::sync::Mutex;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(mut items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (fetch, store) = (&fetch, &Mutex::new(store));
    stream::iter(std::iter::from_fn(move || items.pop()))
        .for_each_concurrent(limit.max(1), |item| async move {
            let result = fetch(item).await;
            let mut store = store.lock().await;
            store(result).await;
        })
        .await;
}
