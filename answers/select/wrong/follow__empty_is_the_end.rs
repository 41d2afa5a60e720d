//! Reads with `try_recv` until there is nothing. An empty channel is not a closed one.
//! family: closed_taken_wrong
//! caught by: an_empty_channel_is_not_a_closed_one
//! says: an empty channel taken for a closed one

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::TryRecvError;
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
            Err(TryRecvError::Empty | TryRecvError::Closed) => return,
        }
    }
}
