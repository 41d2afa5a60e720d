//! Puts a stalled message back at the end of the queue: the others overtake it.
//! caught by: dropped_half_way_the_receiver_gets_a_prefix
//! says: one overtakes another

use std::time::Duration;

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut queue = VecDeque::from(messages);
    while let Some(message) = queue.pop_front() {
        match tx.send_timeout(message, patience).await {
            Ok(()) => {}
            Err(SendTimeoutError::Timeout(message)) => {
                stalls += 1;
                queue.push_back(message);
            }
            Err(SendTimeoutError::Closed(message)) => {
                queue.push_front(message);
                break;
            }
        }
    }
    Delivery { stalls, unsent: queue.into() }
}
