//! Sends all messages at the same time, each with its own patience. One wait for room is then counted once for each
//! message behind it.
//! family: no_limit
//! caught by: patience_begins_anew_with_each_message
//! says: all messages at the same time

use std::time::Duration;

use futures::future::join_all;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let sends = messages.into_iter().map(|mut message| async move {
        let mut stalls = 0;
        loop {
            match tx.send_timeout(message, patience).await {
                Ok(()) => return (stalls, None),
                Err(SendTimeoutError::Closed(back)) => return (stalls, Some(back)),
                Err(SendTimeoutError::Timeout(back)) => message = back,
            }
            stalls += 1;
        }
    });
    let (stalls, unsent): (Vec<usize>, Vec<Option<T>>) = join_all(sends).await.into_iter().unzip();
    Delivery { stalls: stalls.into_iter().sum(), unsent: unsent.into_iter().flatten().collect() }
}
