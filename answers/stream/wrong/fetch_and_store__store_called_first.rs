//! Calls `store` when a result has come and lets its future wait in a queue. What `store` does in the call itself
//! comes before its turn.
//! family: called_ahead
//! caught by: both_are_called_when_their_turn_comes
//! says: store called when its result has come

use futures::{StreamExt, stream};
use std::cell::RefCell;
use tokio::sync::Semaphore;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (fetch, turn, store) = (&fetch, &Semaphore::new(1), &RefCell::new(store));
    stream::iter(items)
        .for_each_concurrent(limit.max(1), |item| async move {
            let result = fetch(item).await;
            let storing = store.borrow_mut()(result);
            let _turn = turn.acquire().await.expect("never closed");
            storing.await;
        })
        .await;
}
