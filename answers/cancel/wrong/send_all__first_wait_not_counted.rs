//! Assumes that the channel is empty at the start, so the first message's wait is not counted.
//! family: left_out
//! caught by: each_patience_without_room_is_one_more_stall
//! says: the wait of the first message not counted

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut rest = messages.into_iter();
    if let Some(first) = rest.next()
        && let Err(error) = tx.send(first).await
    {
        return Delivery { stalls, unsent: std::iter::once(error.0).chain(rest).collect() };
    }
    while rest.len() > 0 {
        match timeout(patience, tx.reserve()).await {
            Ok(Ok(permit)) => permit.send(rest.next().expect("there is one left")),
            Ok(Err(_closed)) => break,
            Err(_elapsed) => stalls += 1,
        }
    }
    Delivery { stalls, unsent: rest.collect() }
}
