//! Lets one interval tick for the whole delivery, so a message inherits the waiting time of the one before it.
//! family: wrong_clock
//! caught by: patience_begins_anew_with_each_message
//! says: one clock for all messages

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at};
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut impatience = interval_at(Instant::now() + patience, patience);
    let mut messages = messages.into_iter();
    while messages.len() > 0 {
        let permit = loop {
            tokio::select! {
                permit = tx.reserve() => break permit,
                _ = impatience.tick() => stalls += 1,
            }
        };
        let Ok(permit) = permit else { break };
        permit.send(messages.next().expect("there is one left"));
    }
    Delivery { stalls, unsent: messages.collect() }
}
