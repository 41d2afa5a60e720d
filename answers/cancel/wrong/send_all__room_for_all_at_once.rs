//! Asks for room for all messages together: more room than the channel has is refused.
//! caught by: a_thousand_messages_take_no_time_if_someone_reads
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
