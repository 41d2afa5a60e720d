//! Counts one stall and then waits without counting any more. Each further `patience` without room is another stall.
//! family: left_out
//! caught by: each_patience_without_room_is_one_more_stall
//! says: one stall per message

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while messages.len() > 0 {
        let permit = match timeout(patience, tx.reserve()).await {
            Ok(permit) => permit,
            Err(_) => {
                stalls += 1;
                tx.reserve().await
            }
        };
        let Ok(permit) = permit else { break };
        permit.send(messages.next().expect("there is one left"));
    }
    Delivery { stalls, unsent: messages.collect() }
}
