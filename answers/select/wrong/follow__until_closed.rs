//! Asks `is_closed` before each receive. If the senders go while messages are still there, those are never read.
//! family: closed_taken_wrong
//! caught by: it_ends_when_the_channel_is_closed_and_all_it_held_is_handled
//! says: the end taken from is_closed

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    while !events.is_closed() {
        match events.recv().await {
            Ok(message) => handle(Seen::Message(message)).await,
            Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
            Err(RecvError::Closed) => return,
        }
    }
}
