//! The storing side looks every 2 ms whether a result has come. It is late by up to one look, and awake for nothing.
//! family: looks_now_and_then
//! caught by: any_times_and_any_limit_will_do
//! says: checks on a timer

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use futures::{StreamExt, future, stream};
use tokio::sync::Semaphore;
use tokio::time::sleep;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let places = &Semaphore::new(limit.max(1));
    let (waiting, left) = (&RefCell::new(VecDeque::new()), &Cell::new(items.len()));
    let fetch = &fetch;
    let fetching = stream::iter(items).for_each_concurrent(None, |item| async move {
        let place = places.acquire().await.expect("never closed");
        let result = fetch(item).await;
        waiting.borrow_mut().push_back((result, place));
    });
    let storing = async {
        while left.get() > 0 {
            let next = waiting.borrow_mut().pop_front();
            match next {
                Some((result, _place)) => {
                    store(result).await;
                    left.set(left.get() - 1);
                }
                None => sleep(Duration::from_millis(2)).await,
            }
        }
    };
    future::join(fetching, storing).await;
}
