//! Asks with `try_send` and sleeps for the patience when there is no room: it sleeps through the end.
//! caught by: when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent
//! says: asking with try_send

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::sleep;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while let Some(mut message) = messages.next() {
        loop {
            match tx.try_send(message) {
                Ok(()) => break,
                Err(TrySendError::Full(back)) => {
                    message = back;
                    sleep(patience).await;
                    stalls += 1;
                }
                Err(TrySendError::Closed(back)) => {
                    return Delivery { stalls, unsent: std::iter::once(back).chain(messages).collect() };
                }
            }
        }
    }
    Delivery { stalls, unsent: Vec::new() }
}
