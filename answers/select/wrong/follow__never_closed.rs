//! Skips every error that is not a lag. `Closed` comes at once, each time, and the loop spins.
//! family: busy_loop
//! caught by: it_ends_when_the_channel_is_closed_and_all_it_held_is_handled
//! says: is the end

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
            Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
            Err(_) => tokio::task::yield_now().await,
        }
    }
}
