//! The receiver as a stream that ends when the channel is closed.

use futures::stream::{self, StreamExt};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(events: broadcast::Receiver<T>, handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let seen = stream::unfold(events, |mut events| async move {
        let seen = match events.recv().await {
            Ok(message) => Seen::Message(message),
            Err(RecvError::Lagged(missed)) => Seen::Missed(missed),
            Err(RecvError::Closed) => return None,
        };
        Some((seen, events))
    });
    seen.for_each(handle).await;
}
