//! Sleeps for a fixed time after the shutdown instead of waiting for the worker stage to end.
//! family: wrong_wait
//! caught by: every_item_taken_is_still_processed
//! says: a wait of its own at the end

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let stopped = shutdown_after < inputs.len();
    let (tx, mut rx) = mpsc::unbounded_channel();
    for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
        tx.send(format!("{index}:{input}")).expect("the receiver is alive");
    }
    drop(tx);
    let mut results = Vec::new();
    while let Some(item) = rx.recv().await {
        sleep(Duration::from_millis(5)).await;
        results.push(format!("processed:{item}"));
    }
    if stopped {
        sleep(Duration::from_millis(50)).await;
    }
    results
}
