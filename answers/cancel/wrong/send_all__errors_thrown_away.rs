//! Ignores the error of `send`, and with it the message that the error hands back.
//! family: error_swallowed
//! caught by: when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent
//! says: the error of send ignored

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
