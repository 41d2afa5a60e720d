//! Makes the sends and does not await them. A send that is not polled sends nothing.
//! family: forgotten_await
//! caught by: every_input_sends_its_message
//! says: without its .await

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(8);
    let mut senders = JoinSet::new();
    for input in inputs {
        let (tx, message) = (tx.clone(), format!("done:{input}"));
        senders.spawn(async move {
            let _ = tx.send(message);
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
