//! Reports what was missed, and gives up: `Lagged` is an error, after all. What the channel still holds is never read.
//! family: closed_taken_wrong
//! caught by: it_says_what_was_missed_and_goes_on
//! says: goes on with the oldest that is left

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
            Err(RecvError::Lagged(missed)) => return handle(Seen::Missed(missed)).await,
            Err(RecvError::Closed) => return,
        }
    }
}
