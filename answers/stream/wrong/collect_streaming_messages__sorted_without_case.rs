//! Sorts without regard to case. Strings compare by their bytes.
//! family: sorted_wrong
//! caught by: messages_are_sorted_as_strings
//! says: without case

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move { tx.send(message) });
    }
    drop(tx);
    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages.sort_by_key(|message| message.to_lowercase());
    messages
}
