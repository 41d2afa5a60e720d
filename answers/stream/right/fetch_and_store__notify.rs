//! Two loops that share a queue and a count of free places; a `Notify` for each says that it has changed.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use futures::{StreamExt, future, stream};
use tokio::sync::Notify;

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let (waiting, news, place_free) = (RefCell::new(VecDeque::new()), Notify::new(), Notify::new());
    let (free, left) = (Cell::new(limit.max(1)), Cell::new(items.len()));
    let fetching = async {
        let items = stream::iter(items).then(|item| {
            let (free, place_free) = (&free, &place_free);
            async move {
                while free.get() == 0 {
                    place_free.notified().await;
                }
                free.set(free.get() - 1);
                item
            }
        });
        items
            .for_each_concurrent(None, |item| {
                let fetching = fetch(item);
                let (waiting, news) = (&waiting, &news);
                async move {
                    let result = fetching.await;
                    waiting.borrow_mut().push_back(result);
                    news.notify_one();
                }
            })
            .await;
    };
    let storing = async {
        while left.get() > 0 {
            let next = waiting.borrow_mut().pop_front();
            let Some(result) = next else {
                news.notified().await;
                continue;
            };
            store(result).await;
            left.set(left.get() - 1);
            free.set(free.get() + 1);
            place_free.notify_one();
        }
    };
    future::join(fetching, storing).await;
}
