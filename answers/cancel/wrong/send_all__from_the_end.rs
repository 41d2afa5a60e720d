//! Takes the next message with `pop`, which takes the last one of the vector.
//! family: overtaking
//! caught by: with_room_for_all_everything_is_sent_at_once_in_order
//! says: they take from the end

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut unsent = messages;
    let mut stalls = 0;
    while !unsent.is_empty() {
        match timeout(patience, tx.reserve()).await {
            Ok(Ok(permit)) => permit.send(unsent.pop().expect("it is not empty")),
            Ok(Err(_)) => break,
            Err(_) => stalls += 1,
        }
    }
    Delivery { stalls, unsent }
}
