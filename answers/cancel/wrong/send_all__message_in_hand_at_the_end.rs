//! Puts the message it could not send behind the others in `unsent`. It comes first in the order.
//! family: overtaking
//! caught by: when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent
//! says: put behind the others

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
        if let Ok(permit) = permit {
            permit.send(message);
        } else {
            let mut unsent: Vec<T> = messages.collect();
            unsent.push(message);
            return Delivery { stalls, unsent };
        }
    }
    Delivery { stalls, unsent: vec![] }
}
