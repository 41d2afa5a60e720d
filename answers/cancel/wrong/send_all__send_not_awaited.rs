//! Creates each `send` but does not await it, so nothing is sent.
//! family: forgotten_await
//! caught by: with_room_for_all_everything_is_sent_at_once_in_order
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
