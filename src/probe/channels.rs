//! Receivers to hand to an answer, and what can be seen from the senders' side.

use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Instant, sleep_until};

use super::{End, Lane};

/// A message of these channels: whose it is, and its number there.
pub type Message = (usize, usize);

/// A task sends a message at each of these ms, through a channel with room for one, and lets go
/// of its sender with the last. Its lane shows when each message had room.
pub fn sending_at_ms(sender: usize, times: Vec<u64>) -> Receiver<Message> {
    let (tx, rx) = mpsc::channel(1);
    let lane = Lane::new(format!("sender {sender}"));
    lane.called();
    tokio::spawn(async move {
        lane.started();
        let start = Instant::now();
        for (number, &ms) in times.iter().enumerate() {
            sleep_until(start + Duration::from_millis(ms)).await;
            if tx.send((sender, number)).await.is_ok() {
                lane.mark();
            }
        }
        lane.ended(End::Finished);
    });
    rx
}

/// A channel that holds so many messages from the start, and has room for eight more.
pub fn holding(sender: usize, messages: usize) -> (Sender<Message>, Receiver<Message>) {
    let (tx, rx) = mpsc::channel(messages + 8);
    for number in 0..messages {
        // It has room for all of them.
        let _ = tx.try_send((sender, number));
    }
    (tx, rx)
}

/// How many of the messages sent have left the channel.
pub fn taken(tx: &Sender<Message>, sent: usize) -> usize {
    sent - (tx.max_capacity() - tx.capacity())
}
