//! Aborts its watching task and returns at once. The task is still alive when the caller goes on.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: not waited for

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(16);
    let mut tasks = JoinSet::new();
    for input in inputs {
        let tx = tx.clone();
        let message = format!("done:{input}");
        tasks.spawn(async move { drop(tx.send(message).await) });
    }
    drop(tx);
    tasks.spawn(async {
        sleep(Duration::from_secs(1)).await;
        eprintln!("the senders are slow");
    });
    let mut messages = Vec::new();
    while let Some(message) = rx.recv().await {
        messages.push(message);
    }
    messages.sort();
    tasks.abort_all();
    messages
}
