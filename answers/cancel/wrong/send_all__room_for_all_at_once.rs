//! Reserves room for all messages at once. If that is more than the channel has in all, the request is refused.
//! family: batches
//! caught by: a_stalled_message_is_neither_lost_nor_sent_twice
//! says: asking for more room than the channel has

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut stalls = 0;
    loop {
        match timeout(patience, tx.reserve_many(messages.len())).await {
            Ok(Ok(permits)) => {
                permits.zip(messages).for_each(|(permit, message)| permit.send(message));
                return Delivery { stalls, unsent: vec![] };
            }
            Ok(Err(_)) => return Delivery { stalls, unsent: messages },
            Err(_) => stalls += 1,
        }
    }
}
