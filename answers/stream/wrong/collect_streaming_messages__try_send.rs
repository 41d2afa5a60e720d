//! Sends with `try_send` and ignores its error. What does not fit into the buffer is lost.
//! family: error_swallowed
//! caught by: the_buffer_may_be_smaller_than_the_input
//! says: try_send
//! says: is dropped

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(64);
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move {
            let _ = tx.try_send(message);
        });
    }
    drop(tx);
    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages.sort();
    messages
}
