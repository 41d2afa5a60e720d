//! Sends without waiting while there is room, and waits for `closed` or room only when there is none.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::{sleep, timeout};
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    let mut in_hand = messages.next();
    while let Some(message) = in_hand.take() {
        match tx.try_send(message) {
            Ok(()) => in_hand = messages.next(),
            Err(TrySendError::Closed(message)) => {
                in_hand = Some(message);
                break;
            }
            Err(TrySendError::Full(message)) => {
                let room = async {
                    while timeout(patience, tx.reserve()).await.is_err() {
                        stalls += 1;
                    }
                };
                tokio::select! {
                    () = room => {}
                    () = tx.closed() => {}
                }
                in_hand = Some(message);
            }
        }
    }
    Delivery { stalls, unsent: in_hand.into_iter().chain(messages).collect() }
}
