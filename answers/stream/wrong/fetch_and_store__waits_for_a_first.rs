//! Begins with the first result, which it takes for granted. Without items there is none.
//! family: empty_input
//! caught by: no_items_end_at_once
//! says: a first result that never comes

use std::collections::VecDeque;
use std::pin::pin;

use futures::StreamExt;
use futures::stream::FuturesUnordered;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let mut items = items.into_iter();
    let mut fetches: FuturesUnordered<_> = items.by_ref().take(limit.max(1)).map(&fetch).collect();
    let mut waiting = VecDeque::new();
    let mut storing = pin!(store(fetches.next().await.expect("a first result")));
    loop {
        tokio::select! {
            Some(result) = fetches.next() => waiting.push_back(result),
            () = &mut storing => {
                fetches.extend(items.next().map(&fetch));
                match waiting.pop_front() {
                    Some(result) => storing.set(store(result)),
                    None => match fetches.next().await {
                        Some(result) => storing.set(store(result)),
                        None => return,
                    },
                }
            }
        }
    }
}
