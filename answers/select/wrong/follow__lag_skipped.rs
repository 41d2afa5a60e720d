//! Goes on after `Lagged` without a word. Nobody learns that messages are missing.
//! family: error_swallowed
//! caught by: it_says_what_was_missed_and_goes_on
//! says: skipped in silence

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
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => break,
        }
    }
}
