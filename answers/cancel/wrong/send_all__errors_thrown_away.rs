//! Throws the error of `send` away, and with it the message that it hands back.
//! caught by: a_receiver_gone_beforehand_gets_nothing
//! says: missing in unsent

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    for message in messages {
        let start = Instant::now();
        let _ = tx.send(message).await;
        stalls += (start.elapsed().as_nanos() / patience.as_nanos()) as usize;
    }
    Delivery { stalls, unsent: Vec::new() }
}
