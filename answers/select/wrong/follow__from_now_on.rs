//! Subscribes anew at its first poll. What was sent since the receiver was subscribed is gone.
//! family: left_out
//! caught by: it_says_what_was_missed_and_goes_on
//! says: or anew at the start

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(events: broadcast::Receiver<T>, handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let (mut events, mut handle) = (events.resubscribe(), handle);
    loop {
        match events.recv().await {
            Ok(message) => handle(Seen::Message(message)).await,
            Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
            Err(RecvError::Closed) => return,
        }
    }
}
