//! Gives the senders one turn of the runtime, then takes what is there. An empty channel is not the end:
//! more may come.
//! family: closed_taken_wrong
//! caught by: the_buffer_may_be_smaller_than_the_input
//! says: before all have sent

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move { tx.send(message) });
    }
    tokio::task::yield_now().await;
    let mut messages = Vec::new();
    while let Ok(message) = rx.try_recv() {
        messages.push(message);
    }
    messages.sort();
    messages
}
