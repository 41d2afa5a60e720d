//! A handle in each arm of a `select!` in which nothing else waits.

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut open = true;
    while open {
        tokio::select! {
            received = events.recv() => match received {
                Ok(message) => handle(Seen::Message(message)).await,
                Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
                Err(RecvError::Closed) => open = false,
            },
        }
    }
}
