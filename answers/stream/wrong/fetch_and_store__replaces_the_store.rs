//! Starts the store of each result as soon as that comes, in the place of the one under way. The older store is
//! dropped half-way.
//! family: cut_short
//! caught by: results_are_stored_one_at_a_time_each_to_its_end
//! says: one dropped for the next

use std::pin::pin;

use futures::StreamExt;
use futures::future::OptionFuture;
use futures::stream::FuturesUnordered;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let mut items = items.into_iter();
    let mut fetches = FuturesUnordered::new();
    let mut storing = pin!(OptionFuture::from(None));
    let mut busy = false;
    loop {
        while fetches.len() + usize::from(busy) < limit.max(1) {
            let Some(item) = items.next() else { break };
            fetches.push(fetch(item));
        }
        if fetches.is_empty() && !busy {
            return;
        }
        tokio::select! {
            Some(result) = fetches.next() => {
                storing.set(Some(store(result)).into());
                busy = true;
            }
            _ = &mut storing, if busy => busy = false,
        }
    }
}
