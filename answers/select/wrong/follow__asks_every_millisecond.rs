//! Asks with `try_recv` and sleeps in between. A message, and the end, wait for the next look.
//! family: looks_now_and_then
//! caught by: it_ends_when_the_channel_is_closed_and_all_it_held_is_handled
//! says: every so often

use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::TryRecvError;
use tokio::time::sleep;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    loop {
        match events.try_recv() {
            Ok(message) => handle(Seen::Message(message)).await,
            Err(TryRecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
            Err(TryRecvError::Empty) => sleep(Duration::from_millis(2)).await,
            Err(TryRecvError::Closed) => return,
        }
    }
}
