//! Takes the next item only when a fetch ends. The place that has become free at the end of a store stays empty until
//! then.
//! family: place_kept_too_long
//! caught by: a_free_place_is_taken_at_once
//! says: refilled only when a fetch ends

use std::collections::VecDeque;
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
    let limit = limit.max(1);
    let mut items = items.into_iter();
    let mut fetches: FuturesUnordered<_> = items.by_ref().take(limit).map(&fetch).collect();
    let mut waiting = VecDeque::new();
    let mut storing = pin!(OptionFuture::from(None));
    let mut busy = false;
    loop {
        if !busy && let Some(result) = waiting.pop_front() {
            storing.set(Some(store(result)).into());
            busy = true;
        }
        if fetches.is_empty() && !busy {
            match items.next() {
                Some(item) => fetches.push(fetch(item)),
                None => return,
            }
        }
        tokio::select! {
            Some(result) = fetches.next() => {
                waiting.push_back(result);
                let free = limit.saturating_sub(fetches.len() + waiting.len() + usize::from(busy));
                fetches.extend(items.by_ref().take(free).map(&fetch));
            }
            _ = &mut storing, if busy => busy = false,
        }
    }
}
