//! One `send` per message, pinned and kept across the time-outs, so it keeps its place in the queue.

use std::time::Duration;

use tokio::pin;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut delivery = Delivery { stalls: 0, unsent: vec![] };
    let mut messages = messages.into_iter();
    while let Some(message) = messages.next() {
        let send = tx.send(message);
        pin!(send);
        let sent = loop {
            match timeout(patience, &mut send).await {
                Ok(sent) => break sent,
                Err(_) => delivery.stalls += 1,
            }
        };
        if let Err(mpsc::error::SendError(message)) = sent {
            delivery.unsent.push(message);
            delivery.unsent.extend(messages);
            break;
        }
    }
    delivery
}
