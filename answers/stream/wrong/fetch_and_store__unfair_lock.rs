//! Takes the turn to store from the mutex of the futures crate, which is not fair: who asks for it later can get it
//! earlier. Its waiters stand in slots, and a newcomer gets the first slot that is empty.
//! family: overtaking
//! caught by: a_later_result_does_not_overtake_one_that_waits
//! says: a lock that is not fair

use futures::lock::Mutex;
use futures::{StreamExt, stream};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (fetch, store) = (&fetch, &Mutex::new(store));
    stream::iter(items)
        .for_each_concurrent(limit.max(1), |item| async move {
            let result = fetch(item).await;
            let mut store = store.lock().await;
            store(result).await;
        })
        .await;
}
