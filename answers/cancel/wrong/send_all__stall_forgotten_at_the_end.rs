//! Adds a message's stalls to the total only once it is sent. The stalls of a message that is never sent are lost.
//! family: left_out
//! caught by: when_the_receiver_goes_it_stops_at_once_with_all_that_is_unsent
//! says: not counted

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    let mut messages = messages.into_iter();
    while messages.len() > 0 {
        let mut waited = 0;
        let permit = loop {
            match timeout(patience, tx.reserve()).await {
                Ok(permit) => break permit,
                Err(_) => waited += 1,
            }
        };
        let Ok(permit) = permit else { break };
        permit.send(messages.next().expect("there is one left"));
        stalls += waited;
    }
    Delivery { stalls, unsent: messages.collect() }
}
