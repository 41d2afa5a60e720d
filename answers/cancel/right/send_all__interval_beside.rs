//! A select! between the place and an interval that starts anew with each message.

use std::time::Duration;

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at};
use tokio_katas::Delivery;

pub async fn send_all<T>(tx: &mpsc::Sender<T>, messages: Vec<T>, patience: Duration) -> Delivery<T> {
    let mut queue = VecDeque::from(messages);
    let mut stalls = 0;
    'messages: while !queue.is_empty() {
        let mut impatience = interval_at(Instant::now() + patience, patience);
        let mut room = std::pin::pin!(tx.reserve());
        let permit = loop {
            tokio::select! {
                permit = &mut room => break permit,
                _ = impatience.tick() => stalls += 1,
            }
        };
        match (permit, queue.pop_front()) {
            (Ok(permit), Some(message)) => permit.send(message),
            (Err(_), Some(message)) => {
                queue.push_front(message);
                break 'messages;
            }
            (_, None) => break 'messages,
        }
    }
    Delivery { stalls, unsent: queue.into() }
}
