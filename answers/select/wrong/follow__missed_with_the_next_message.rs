//! Remembers what was missed and reports it with the next message, which it has read by then. What is lost while the
//! report is being handled is reported in the wrong place.
//! family: read_ahead
//! caught by: what_is_lost_meanwhile_is_a_second_missed
//! says: read before the one in hand was handled

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(mut events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let mut missed = 0;
    loop {
        match events.recv().await {
            Ok(message) => {
                if missed > 0 {
                    handle(Seen::Missed(std::mem::take(&mut missed))).await;
                }
                handle(Seen::Message(message)).await;
            }
            Err(RecvError::Lagged(more)) => missed += more,
            Err(RecvError::Closed) => return,
        }
    }
}
