//! Takes a result from `buffer_unordered` and awaits its store in the same loop. Until the store has ended nobody
//! polls the fetches: time passes, and they stand still.
//! family: suspended
//! caught by: a_fetch_goes_on_while_a_result_is_stored
//! says: meanwhile nobody polls them

use futures::{StreamExt, stream};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let mut fetches = stream::iter(items).map(fetch).buffer_unordered(limit.max(1));
    while let Some(result) = fetches.next().await {
        store(result).await;
    }
}
