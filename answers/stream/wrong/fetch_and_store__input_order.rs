//! Keeps the fetches in a `FuturesOrdered`, which gives results in input order: one slow fetch holds up all results
//! behind it.
//! family: slow_head
//! caught by: results_are_stored_in_the_order_in_which_the_fetches_end
//! says: results in input order

use std::collections::VecDeque;
use std::pin::pin;

use futures::StreamExt;
use futures::future::OptionFuture;
use futures::stream::FuturesOrdered;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let mut items = items.into_iter();
    let mut fetches = FuturesOrdered::new();
    let mut waiting = VecDeque::new();
    let mut storing = pin!(OptionFuture::from(None));
    let mut busy = false;
    loop {
        if !busy && let Some(result) = waiting.pop_front() {
            storing.set(Some(store(result)).into());
            busy = true;
        }
        while fetches.len() + waiting.len() + usize::from(busy) < limit.max(1) {
            let Some(item) = items.next() else { break };
            fetches.push_back(fetch(item));
        }
        if fetches.is_empty() && !busy {
            return;
        }
        tokio::select! {
            Some(result) = fetches.next() => waiting.push_back(result),
            _ = &mut storing, if busy => busy = false,
        }
    }
}
