//! Has a branch for each thing that can happen: a result waits, a store ends, a fetch ends. If a store has ended and a
//! fetch ends in that instant, chance decides which result is next, and the one that waits is now and then overtaken.
//! family: overtaking
//! caught by: a_later_result_does_not_overtake_one_that_waits
//! says: waited longest

use std::collections::VecDeque;
use std::future::ready;
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
    let mut waiting = VecDeque::new();
    let mut storing = pin!(OptionFuture::from(None));
    let mut busy = false;
    loop {
        while fetches.len() + waiting.len() + usize::from(busy) < limit.max(1) {
            let Some(item) = items.next() else { break };
            fetches.push(fetch(item));
        }
        let next = tokio::select! {
            () = ready(()), if !busy && !waiting.is_empty() => waiting.pop_front(),
            _ = &mut storing, if busy => {
                busy = false;
                None
            }
            Some(result) = fetches.next() => {
                if busy {
                    waiting.push_back(result);
                    None
                } else {
                    Some(result)
                }
            }
            else => return,
        };
        if let Some(result) = next {
            storing.set(Some(store(result)).into());
            busy = true;
        }
    }
}
