//! Says `Missed(1)` for each `Lagged`, as if it stood for one message.
//! family: wrong_value
//! caught by: it_says_what_was_missed_and_goes_on
//! says: another number than that in

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
            Err(RecvError::Lagged(_)) => handle(Seen::Missed(1)).await,
            Err(RecvError::Closed) => break,
        }
    }
}
