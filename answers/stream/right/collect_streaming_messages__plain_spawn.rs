//! Plain tasks: each sends once and ends by itself, so nobody need hold them.

use tokio::sync::mpsc;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel::<String>(32);
    for input in inputs {
        let tx = tx.clone();
        let input = input.to_string();
        tokio::spawn(async move {
            let _ = tx.send(format!("done:{input}")).await;
        });
    }
    drop(tx);

    let mut received = vec![];
    while let Some(message) = rx.recv().await {
        received.push(message);
    }
    received.sort_unstable();
    received
}
