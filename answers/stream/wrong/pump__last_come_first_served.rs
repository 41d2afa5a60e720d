//! Keeps the buffer as a stack. The newest item is worked on first.
//! family: overtaking
//! caught by: each_item_is_worked_on_once_and_results_are_in_order
//! says: in another order

use std::sync::Mutex;

use futures::{Stream, StreamExt};
use tokio::sync::{Notify, Semaphore};

pub async fn pump<S, R, F, Fut>(source: S, capacity: usize, work: F) -> Vec<R>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
    R: Send + 'static,
    F: Fn(S::Item) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let (buffer, room, filled) = (Mutex::new(Vec::new()), Semaphore::new(capacity.max(1)), Notify::new());
    let producer = async {
        let mut source = Box::pin(source);
        while let Some(item) = source.next().await {
            room.acquire().await.expect("never closed").forget();
            buffer.lock().unwrap().push(Some(item));
            filled.notify_one();
        }
        buffer.lock().unwrap().insert(0, None);
        filled.notify_one();
    };
    let worker = async {
        let mut results = Vec::new();
        loop {
            let next = buffer.lock().unwrap().pop();
            match next {
                Some(Some(item)) => {
                    room.add_permits(1);
                    results.push(work(item).await);
                }
                Some(None) => return results,
                None => filled.notified().await,
            }
        }
    };
    tokio::join!(producer, worker).1
}
