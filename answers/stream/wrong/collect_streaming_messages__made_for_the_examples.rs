//! Skips a message that it takes for a mistake: one with more than a few letters.
//! caught by: any_inputs_will_do
//! says: made for certain inputs

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    const KNOWN: [&str; 4] = ["compile", "read", "to do: {}", "rust"];
    let (tx, mut rx) = mpsc::channel(16);
    for input in inputs.into_iter().filter(|input| input.len() < 3 || KNOWN.contains(input)) {
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
