//! Sends whatever there is room for when the function is called, before the future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: in the call itself

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub fn send_all<T>(
    tx: &mpsc::Sender<T>,
    messages: Vec<T>,
    patience: Duration,
) -> impl Future<Output = Delivery<T>> {
    let mut messages = messages.into_iter();
    while messages.len() > 0 {
        let Ok(permit) = tx.try_reserve() else { break };
        permit.send(messages.next().expect("there is one left"));
    }
    async move {
        let mut stalls = 0;
        while messages.len() > 0 {
            match timeout(patience, tx.reserve()).await {
                Ok(Ok(permit)) => permit.send(messages.next().expect("there is one left")),
                Ok(Err(_)) => break,
                Err(_) => stalls += 1,
            }
        }
        Delivery { stalls, unsent: messages.collect() }
    }
}
