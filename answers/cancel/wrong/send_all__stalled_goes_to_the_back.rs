//! Puts a stalled message at the end of the queue, so others overtake it.
//! family: overtaking
//! caught by: a_stalled_message_is_neither_lost_nor_sent_twice
//! says: they overtake it

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
