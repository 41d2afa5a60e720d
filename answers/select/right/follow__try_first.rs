//! Takes what is there without waiting, and waits only when there is nothing.

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    loop {
        let received = match events.try_recv() {
            Ok(message) => Ok(message),
            Err(TryRecvError::Empty) => events.recv().await,
            Err(TryRecvError::Closed) => Err(RecvError::Closed),
            Err(TryRecvError::Lagged(missed)) => Err(RecvError::Lagged(missed)),
        };
        match received {
            Ok(message) => handle(Seen::Message(message)).await,
            Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
            Err(RecvError::Closed) => break,
        }
    }
}
