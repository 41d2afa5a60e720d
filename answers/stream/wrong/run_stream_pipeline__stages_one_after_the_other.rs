//! Runs the input stage to its end before the worker starts. Once the buffer is full it waits for ever.
//! family: one_by_one
//! caught by: each_item_takes_five_ms
//! says: deadlock
//! says: at the same time

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(64);
    for (index, input) in inputs.into_iter().enumerate() {
        tx.send(format!("{index}:{input}")).await.expect("the receiver is here");
    }
    drop(tx);
    let mut results = Vec::new();
    while let Some(item) = rx.recv().await {
        sleep(Duration::from_millis(5)).await;
        results.push(format!("processed:{item}"));
    }
    results
}
