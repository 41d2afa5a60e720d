//! Tries in a drop guard to send what is left, and in the wrong order. What the receiver gets must be a prefix of the
//! messages.
//! family: goes_on_after_the_end
//! caught by: dropped_with_room_at_hand_it_sends_no_later_message
//! says: a guard that sends what is left

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

/// What is left, the next one last.
struct Rest<'a, T> {
    tx: &'a mpsc::Sender<T>,
    messages: Vec<T>,
}

impl<T> Drop for Rest<'_, T> {
    fn drop(&mut self) {
        for message in self.messages.drain(..) {
            let _ = self.tx.try_send(message);
        }
    }
}

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut rest = Rest { tx, messages };
    rest.messages.reverse();
    let mut stalls = 0;
    while !rest.messages.is_empty() {
        match timeout(patience, tx.reserve()).await {
            Ok(Ok(permit)) => permit.send(rest.messages.pop().expect("it is not empty")),
            Ok(Err(_closed)) => break,
            Err(_elapsed) => stalls += 1,
        }
    }
    let unsent = rest.messages.drain(..).rev().collect();
    Delivery { stalls, unsent }
}
