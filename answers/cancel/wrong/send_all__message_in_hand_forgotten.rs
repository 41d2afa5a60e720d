//! Takes the next message out of the list before there is room for it. If the channel closes meanwhile, that message
//! is not handed back.
//! family: left_out
//! caught by: when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent
//! says: the message in hand was not sent either

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while let Some(message) = messages.next() {
        let permit = loop {
            match timeout(patience, tx.reserve()).await {
                Ok(permit) => break permit,
                Err(_) => stalls += 1,
            }
        };
        match permit {
            Ok(permit) => permit.send(message),
            Err(_) => return Delivery { stalls, unsent: messages.collect() },
        }
    }
    Delivery { stalls, unsent: vec![] }
}
