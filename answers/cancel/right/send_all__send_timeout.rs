//! `send_timeout` hands a message back that had no room in time.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut rest = messages.into_iter();
    while let Some(mut message) = rest.next() {
        loop {
            match tx.send_timeout(message, patience).await {
                Ok(()) => break,
                Err(SendTimeoutError::Timeout(back)) => {
                    stalls += 1;
                    message = back;
                }
                Err(SendTimeoutError::Closed(back)) => {
                    return Delivery { stalls, unsent: std::iter::once(back).chain(rest).collect() };
                }
            }
        }
    }
    Delivery { stalls, unsent: Vec::new() }
}
