//! Fills a channel of 32 places before anything reads from it. The 33rd item waits for ever.
//! family: one_by_one
//! caught by: many_items_come_in_order
//! says: before anything reads from it

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(32);
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
