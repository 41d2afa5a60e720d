//! Subscribes anew after `Lagged`, to start afresh. That throws away all that the channel still holds.
//! family: left_out
//! caught by: it_says_what_was_missed_and_goes_on
//! says: resubscribe() after

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
            Err(RecvError::Lagged(missed)) => {
                events = events.resubscribe();
                handle(Seen::Missed(missed)).await;
            }
            Err(RecvError::Closed) => return,
        }
    }
}
