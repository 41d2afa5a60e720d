//! For each item one future from its fetch to its store; a semaphore with one permit gives the turn to store.

use std::cell::RefCell;

use futures::{StreamExt, stream};
use tokio::sync::Semaphore;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (turn, store) = (&Semaphore::new(1), &RefCell::new(store));
    let fetch = &fetch;
    stream::iter(items)
        .for_each_concurrent(limit.max(1), |item| async move {
            let result = fetch(item).await;
            let _turn = turn.acquire().await.expect("never closed");
            // A statement of its own: the cell is borrowed for the call, not while the store goes on.
            let storing = store.borrow_mut()(result);
            storing.await;
        })
        .await;
}
