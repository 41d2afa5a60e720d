//! Makes the buffer as large as the input. Without inputs that is a capacity of 0, which panics.
//! family: zero
//! caught by: no_inputs_give_no_messages_at_once
//! says: your code panicked
//! says: a capacity of 0

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(inputs.len());
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
    messages.sort();
    messages
}
