//! Calls `handle` for what was missed and does not await it: the future is dropped unpolled.
//! family: forgotten_await
//! caught by: it_says_what_was_missed_and_goes_on
//! says: called and never awaited

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    loop {
        match events.recv().await {
            Ok(message) => handle(Seen::Message(message)).await,
            Err(RecvError::Lagged(missed)) => drop(handle(Seen::Missed(missed))),
            Err(RecvError::Closed) => return,
        }
    }
}
