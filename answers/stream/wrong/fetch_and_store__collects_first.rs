//! Fetches everything, then stores everything. The first result waits for the slowest fetch, and all results are in
//! memory at once.
//! family: collects_first
//! caught by: a_fetch_goes_on_while_a_result_is_stored
//! says: gathering results

use futures::{StreamExt, stream};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let results: Vec<R> = stream::iter(items).map(fetch).buffer_unordered(limit.max(1)).collect().await;
    for result in results {
        store(result).await;
    }
}
