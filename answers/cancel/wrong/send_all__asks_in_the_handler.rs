//! Counts the stall in a `select!` handler and waits for room there a second time. The first `reserve` is ahead of it
//! in the queue but is no longer polled, so neither gets the room.
//! family: kept_alive
//! caught by: a_stalled_message_is_neither_lost_nor_sent_twice
//! says: is no longer polled

use std::pin::pin;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut unsent = messages.into_iter();
    while unsent.len() > 0 {
        let mut room = pin!(tx.reserve());
        let permit = tokio::select! {
            biased;
            permit = &mut room => permit,
            () = sleep(patience) => {
                stalls += 1;
                tx.reserve().await
            }
        };
        let Ok(permit) = permit else { break };
        if let Some(message) = unsent.next() {
            permit.send(message);
        }
    }
    Delivery { stalls, unsent: unsent.collect() }
}
