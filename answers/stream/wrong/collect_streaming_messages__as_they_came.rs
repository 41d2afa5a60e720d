//! Returns the messages in the order in which they came. They are to be sorted.
//! family: completion_order
//! caught by: every_input_sends_its_message
//! says: the order in which they came

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(16);
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move { tx.send(message).await });
    }
    drop(tx);
    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages
}
