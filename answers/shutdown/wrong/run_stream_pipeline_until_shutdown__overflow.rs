//! Creates a channel with room for `shutdown_after` items. No channel has room for usize::MAX.
//! family: fixed_room
//! caught by: usize_max_takes_every_item
//! says: making room for so many items

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(shutdown_after.max(1));
    for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
        tx.send(format!("{index}:{input}")).await.expect("the receiver is alive");
    }
    drop(tx);
    let mut results = Vec::new();
    while let Some(item) = rx.recv().await {
        sleep(Duration::from_millis(5)).await;
        results.push(format!("processed:{item}"));
    }
    results
}
