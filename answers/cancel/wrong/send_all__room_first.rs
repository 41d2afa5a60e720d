//! Reserves room before it looks for a message. After the last message it waits for room that it does not need.
//! family: waits_on
//! caught by: it_waits_for_room_only_with_a_message_in_hand
//! says: reserving the room first

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    loop {
        match timeout(patience, tx.reserve()).await {
            Ok(Ok(permit)) => match messages.next() {
                Some(message) => permit.send(message),
                None => break,
            },
            Ok(Err(_)) => break,
            Err(_) => stalls += 1,
        }
    }
    Delivery { stalls, unsent: messages.collect() }
}
