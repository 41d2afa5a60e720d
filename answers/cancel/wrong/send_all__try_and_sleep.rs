//! Polls with `try_send` and sleeps for the patience in between. Room, or the end, is noticed only after the sleep.
//! family: looks_now_and_then
//! caught by: a_stalled_message_is_neither_lost_nor_sent_twice
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
