//! Knows how many messages must come, so it counts instead of waiting for the channel's end.

use std::collections::BinaryHeap;

use futures::future::join_all;
use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(1);
    let expected = inputs.len();
    let senders = join_all(inputs.into_iter().map(|input| {
        let tx = tx.clone();
        async move { tx.send(format!("done:{input}")).await }
    }));
    let receiver = async {
        let mut messages = BinaryHeap::new();
        for _ in 0..expected {
            messages.extend(rx.recv().await);
        }
        messages.into_sorted_vec()
    };
    tokio::join!(senders, receiver).1
}
