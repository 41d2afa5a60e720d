//! No timer at all: how long a message waited says how often the patience ran out.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while let Some(message) = messages.next() {
        let start = Instant::now();
        let sent = tx.send(message).await;
        stalls += (start.elapsed().as_nanos() / patience.as_nanos()) as usize;
        if let Err(error) = sent {
            let unsent = std::iter::once(error.0).chain(messages).collect();
            return Delivery { stalls, unsent };
        }
    }
    Delivery { stalls, unsent: vec![] }
}
