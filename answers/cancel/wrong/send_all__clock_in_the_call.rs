//! Starts the first message's patience when the function is called. It runs down before the future is polled.
//! family: wrong_clock
//! caught by: nothing_happens_before_the_first_poll
//! says: a clock that was started by the call

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use tokio_katas::Delivery;

pub fn send_all<T>(
    tx: &mpsc::Sender<T>,
    messages: Vec<T>,
    patience: Duration,
) -> impl Future<Output = Delivery<T>> {
    let mut deadline = Instant::now() + patience;
    async move {
        let mut stalls = 0;
        let mut messages = messages.into_iter();
        while messages.len() > 0 {
            match timeout_at(deadline, tx.reserve()).await {
                Ok(Ok(permit)) => permit.send(messages.next().expect("there is one left")),
                Ok(Err(_)) => break,
                Err(_) => stalls += 1,
            }
            deadline = Instant::now() + patience;
        }
        Delivery { stalls, unsent: messages.collect() }
    }
}
