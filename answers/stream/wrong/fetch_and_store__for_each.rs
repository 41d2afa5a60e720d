//! Chains `buffer_unordered` and `for_each`. That reads like two stages side by side, but a stream is polled only when
//! its consumer asks: while `for_each` awaits a store, no fetch is polled.
//! family: suspended
//! caught by: a_fetch_and_a_store_may_wait_for_one_fair_lock
//! says: futurelock

use futures::{StreamExt, stream};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    stream::iter(items).map(fetch).buffer_unordered(limit.max(1)).for_each(store).await;
}
