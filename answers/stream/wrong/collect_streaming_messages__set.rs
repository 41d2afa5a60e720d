//! Collects into a BTreeSet, which sorts, but keeps only one of equal messages.
//! family: left_out
//! caught by: equal_messages_are_all_kept
//! says: a set

use std::collections::BTreeSet;

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(16);
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move { tx.send(message).await });
    }
    drop(tx);
    let mut messages = BTreeSet::new();
    while let Some(message) = rx.recv().await {
        messages.insert(message);
    }
    messages.into_iter().collect()
}
