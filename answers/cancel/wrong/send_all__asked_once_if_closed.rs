//! Checks once, before the first message, whether the receiver is gone, and ignores the error of `send` after that.
//! Messages that could not be sent are lost.
//! family: error_swallowed
//! caught by: when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent
//! says: the error of send ignored

use std::time::Duration;

use tokio::pin;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    if tx.is_closed() {
        return Delivery { stalls: 0, unsent: messages };
    }
    let mut stalls = 0;
    for message in messages {
        let send = tx.send(message);
        pin!(send);
        while timeout(patience, &mut send).await.is_err() {
            stalls += 1;
        }
    }
    Delivery { stalls, unsent: vec![] }
}
