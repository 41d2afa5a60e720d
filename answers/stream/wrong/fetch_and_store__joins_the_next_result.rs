//! Joins each store with the next result. That keeps two fetches going, not more: once the next result has come, the
//! `join` waits for the store alone, and nobody polls the others.
//! family: suspended
//! caught by: a_fetch_goes_on_while_a_result_is_stored
//! says: joined with the next result only

use futures::stream::FuturesUnordered;
use futures::{StreamExt, future};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let limit = limit.max(1);
    let mut items = items.into_iter();
    let mut fetches: FuturesUnordered<_> = items.by_ref().take(limit).map(&fetch).collect();
    let mut next = fetches.next().await;
    while let Some(result) = next {
        (next, ()) = future::join(fetches.next(), store(result)).await;
        fetches.extend(items.next().map(&fetch));
        if next.is_none() {
            next = fetches.next().await;
        }
    }
}
