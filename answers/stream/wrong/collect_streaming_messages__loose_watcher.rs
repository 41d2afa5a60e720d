//! Stops its watching task at the end of the function, which a dropped future never reaches. The dropped
//! handle detaches the task.
//! family: detached
//! caught by: dropping_it_half_way_leaves_no_task
//! says: dropping a handle detaches its task

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn collect_streaming_messages(inputs: Vec<&str>) -> Vec<String> {
    let watcher = tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        eprintln!("the senders are slow");
    });
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
    messages.sort();
    watcher.abort();
    let _ = watcher.await;
    messages
}
