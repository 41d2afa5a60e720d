//! Counts the stalls in a task of its own, aborts it and does not wait until it is gone.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: a task that counts the time

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let stalls = Arc::new(AtomicUsize::new(0));
    let mut messages = messages.into_iter();
    while messages.len() > 0 {
        let counted = Arc::clone(&stalls);
        let counter = tokio::spawn(async move {
            loop {
                sleep(patience).await;
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        let permit = tx.reserve().await;
        counter.abort();
        let Ok(permit) = permit else { break };
        permit.send(messages.next().expect("there is one left"));
    }
    Delivery { stalls: stalls.load(Ordering::Relaxed), unsent: messages.collect() }
}
