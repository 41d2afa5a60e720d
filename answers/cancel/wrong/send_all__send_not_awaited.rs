//! Makes each send and does not await it: nothing is sent, and nothing is said to be unsent.
//! caught by: a_receiver_gone_beforehand_gets_nothing
//! says: without its .await

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, _patience: Duration) -> Delivery<T> {
    for message in messages {
        let _ = tx.send(message);
    }
    Delivery { stalls: 0, unsent: Vec::new() }
}
