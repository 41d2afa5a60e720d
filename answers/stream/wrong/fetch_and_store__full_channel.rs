//! Sends results to a storing side through a channel with room for one, from the loop that drives the fetches. When
//! the channel is full, `send` waits in that loop, and all fetches stand still with it.
//! family: suspended
//! caught by: a_fetch_goes_on_while_a_result_is_stored
//! says: by the loop that drives the fetches

use futures::{StreamExt, future, stream};
use tokio::sync::{Semaphore, mpsc};

pub async fn fetch_and_store<T, R, F, Fut, S, SFut>(items: Vec<T>, limit: usize, fetch: F, mut store: S)
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
    S: FnMut(R) -> SFut,
    SFut: Future<Output = ()>,
{
    let places = &Semaphore::new(limit.max(1));
    let (tx, mut rx) = mpsc::channel(1);
    let fetching = async move {
        let fetch = &fetch;
        let mut fetches = stream::iter(items)
            .map(|item| async move {
                let place = places.acquire().await.expect("never closed");
                (fetch(item).await, place)
            })
            .buffer_unordered(limit.max(1));
        while let Some(fetched) = fetches.next().await {
            if tx.send(fetched).await.is_err() {
                break;
            }
        }
    };
    let storing = async move {
        while let Some((result, _place)) = rx.recv().await {
            store(result).await;
        }
    };
    future::join(fetching, storing).await;
}
