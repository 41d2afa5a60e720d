//! Keeps its own sender. The channel ends only when all senders are dropped, so `recv` waits for ever.
//! family: kept_alive
//! caught by: every_input_sends_its_message
//! says: deadlock
//! says: own sender is still alive

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(16);
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move { tx.send(message).await.unwrap() });
    }
    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages.sort();
    messages
}
