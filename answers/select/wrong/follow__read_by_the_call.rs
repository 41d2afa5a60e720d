//! A plain function that reads the first message before its async block. The first poll may come much later.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: a message read by the call itself

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio_katas::Seen;

pub fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F) -> impl Future<Output = ()>
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let first = match events.try_recv() {
        Ok(message) => Some(Seen::Message(message)),
        Err(TryRecvError::Lagged(missed)) => Some(Seen::Missed(missed)),
        Err(_) => None,
    };
    async move {
        if let Some(first) = first {
            handle(first).await;
        }
        loop {
            match events.recv().await {
                Ok(message) => handle(Seen::Message(message)).await,
                Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
                Err(RecvError::Closed) => return,
            }
        }
    }
}
