//! Leaks the receiver. A drop half-way does not reach it, and the senders go on sending to nobody.
//! family: kept_alive
//! caught by: dropped_half_way_the_handle_stops_and_the_receiver_is_gone
//! says: something leaked

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio_katas::Seen;

pub async fn follow<T, F, Fut>(events: broadcast::Receiver<T>, mut handle: F)
where
    T: Clone,
    F: FnMut(Seen<T>) -> Fut,
    Fut: Future<Output = ()>,
{
    let events = Box::leak(Box::new(events));
    loop {
        match events.recv().await {
            Ok(message) => handle(Seen::Message(message)).await,
            Err(RecvError::Lagged(missed)) => handle(Seen::Missed(missed)).await,
            Err(RecvError::Closed) => return,
        }
    }
}
