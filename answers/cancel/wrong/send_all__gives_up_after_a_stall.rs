//! Treats the first stall as the end and hands everything back. A stalled message keeps waiting.
//! family: too_picky
//! caught by: a_stalled_message_is_neither_lost_nor_sent_twice
//! says: giving a message up after a stall

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut messages = messages.into_iter();
    while let Some(message) = messages.next() {
        if let Err(error) = tx.send_timeout(message, patience).await {
            let (stalls, message) = match error {
                mpsc::error::SendTimeoutError::Timeout(message) => (1, message),
                mpsc::error::SendTimeoutError::Closed(message) => (0, message),
            };
            return Delivery { stalls, unsent: std::iter::once(message).chain(messages).collect() };
        }
    }
    Delivery { stalls: 0, unsent: vec![] }
}
