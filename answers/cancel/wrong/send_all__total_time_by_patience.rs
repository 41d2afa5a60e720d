//! Divides the time of the whole delivery by the patience. Short waits of several messages then add up to a stall.
//! family: wrong_clock
//! caught by: patience_begins_anew_with_each_message
//! says: one clock for all messages

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let start = Instant::now();
    let mut unsent = Vec::new();
    for message in messages {
        if let Err(error) = tx.send(message).await {
            unsent.push(error.0);
        }
    }
    let stalls = (start.elapsed().as_millis() / patience.as_millis()) as usize;
    Delivery { stalls, unsent }
}
