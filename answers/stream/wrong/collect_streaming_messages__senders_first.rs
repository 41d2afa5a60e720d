//! Awaits all senders before it receives. Once the buffer is full they wait for room, and it waits for
//! them.
//! family: one_by_one
//! caught by: the_buffer_may_be_smaller_than_the_input
//! says: deadlock
//! says: before the first recv

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(100);
    let mut senders = JoinSet::new();
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        senders.spawn(async move { tx.send(message).await.unwrap() });
    }
    drop(tx);
    senders.join_all().await;

    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages.sort();
    messages
}
