//! Empties the channel before it handles anything. While it works that off, the channel has room again, and the
//! messages pile up where no capacity bounds them.
//! family: read_ahead
//! caught by: what_is_lost_meanwhile_is_a_second_missed
//! says: a queue of its own

use std::collections::VecDeque;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut queue = VecDeque::new();
    loop {
        loop {
            match events.try_recv() {
                Ok(message) => queue.push_back(Seen::Message(message)),
                Err(TryRecvError::Lagged(missed)) => queue.push_back(Seen::Missed(missed)),
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let seen = match queue.pop_front() {
            Some(seen) => seen,
            None => match events.recv().await {
                Ok(message) => Seen::Message(message),
                Err(RecvError::Lagged(missed)) => Seen::Missed(missed),
                Err(RecvError::Closed) => return,
            },
        };
        handle(seen).await;
    }
}
