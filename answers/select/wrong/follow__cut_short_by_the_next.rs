//! Races the handle against the next receive. Each new message drops the handle of the last one half-way.
//! family: cut_short
//! caught by: messages_are_handled_one_at_a_time_in_order
//! says: dropped half-way by the next message

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
        next = tokio::select! {
            biased;
        () = handle(seen) => events.recv().await,
            received = events.recv() => received,
        };
    }
}
