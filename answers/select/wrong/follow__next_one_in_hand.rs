//! Receives the next message while it handles the last, to save time. It holds one more than the channel, and what the
//! channel would have lost is not missed. Only a burst that is too long by one shows it.
//! family: read_ahead
//! caught by: nothing_is_read_ahead
//! says: if only for one

use futures::future::join;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut next = events.recv().await;
    loop {
        let seen = match next {
            Ok(message) => Seen::Message(message),
            Err(RecvError::Lagged(missed)) => Seen::Missed(missed),
            Err(RecvError::Closed) => return,
        };
        next = join(handle(seen), events.recv()).await.1;
    }
}
