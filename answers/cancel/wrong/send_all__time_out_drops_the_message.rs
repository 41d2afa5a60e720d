//! Puts the time-out around `send`. When the time-out drops that future, the message in it is lost.
//! family: lost_on_drop
//! caught by: a_stalled_message_is_neither_lost_nor_sent_twice
//! says: the time-out drops the send

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while let Some(message) = messages.next() {
        match timeout(patience, tx.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                let unsent = std::iter::once(error.0).chain(messages).collect();
                return Delivery { stalls, unsent };
            }
            Err(_) => stalls += 1,
        }
    }
    Delivery { stalls, unsent: vec![] }
}
