//! Waits longer after each stall, as a backoff would. Each wait is one `patience`.
//! family: wrong_wait
//! caught by: each_patience_without_room_is_one_more_stall
//! says: a patience that grows

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while messages.len() > 0 {
        let mut wait = patience;
        let permit = loop {
            match timeout(wait, tx.reserve()).await {
                Ok(permit) => break permit,
                Err(_) => {
                    stalls += 1;
                    wait *= 2;
                }
            }
        };
        let Ok(permit) = permit else { break };
        permit.send(messages.next().expect("there is one left"));
    }
    Delivery { stalls, unsent: messages.collect() }
}
