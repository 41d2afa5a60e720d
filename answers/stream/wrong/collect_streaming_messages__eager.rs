//! Spawns the senders in the call itself, not in the future that it returns. An async fn does nothing until
//! it is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::future::Future;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub fn collect_streaming_messages(inputs: Vec<&str>) -> impl Future<Output = Vec<String>> {
    let (tx, mut rx) = mpsc::channel(16);
    let mut senders = JoinSet::new();
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        senders.spawn(async move { tx.send(message).await });
    }
    async move {
        let _senders = senders;
        drop(tx);
        let mut messages = Vec::new();
        while let Some(message) = rx.recv().await {
            messages.push(message);
        }
        messages.sort();
        messages
    }
}
