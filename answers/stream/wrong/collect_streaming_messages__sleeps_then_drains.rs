//! Sleeps for 100 ms, then takes what is there. The channel itself says when all senders are done.
//! family: wrong_wait
//! caught by: no_time_passes
//! says: recv gives None when all senders are gone

use std::time::Duration;

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tokio::spawn(async move { tx.send(message) });
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut messages = Vec::new();
    while let Ok(message) = rx.try_recv() {
        messages.push(message);
    }
    messages.sort();
    messages
}
