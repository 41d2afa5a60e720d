//! Loops with `while let Ok(…)`. `Lagged` ends the loop, and to all others it looks as if the channel had been closed.
//! family: closed_taken_wrong
//! caught by: it_says_what_was_missed_and_goes_on
//! says: `Lagged` taken for the end

use tokio::sync::broadcast;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    while let Ok(message) = events.recv().await {
        handle(Seen::Message(message)).await;
    }
}
