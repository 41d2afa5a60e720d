//! Handles whatever comes at once, beside what is still being handled.
//! family: no_limit
//! caught by: what_is_lost_meanwhile_is_a_second_missed
//! says: two handled at the same time

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut under_way = FuturesUnordered::new();
    let mut open = true;
    while open || !under_way.is_empty() {
        tokio::select! {
            biased;
            received = events.recv(), if open => match received {
                Ok(message) => under_way.push(handle(Seen::Message(message))),
                Err(RecvError::Lagged(missed)) => under_way.push(handle(Seen::Missed(missed))),
                Err(RecvError::Closed) => open = false,
            },
            Some(()) = under_way.next() => {}
        }
    }
}
