//! Counts down after an item is taken, so 0 still takes the first.
//! family: zero
//! caught by: zero_takes_nothing_and_no_time
//! says: 0 means none

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut left = shutdown_after;
    for (index, input) in inputs.into_iter().enumerate() {
        tx.send(format!("{index}:{input}")).expect("the receiver is alive");
        left = left.saturating_sub(1);
        if left == 0 {
            break;
        }
    }
    drop(tx);
    let mut results = Vec::new();
    while let Some(item) = rx.recv().await {
        sleep(Duration::from_millis(5)).await;
        results.push(format!("processed:{item}"));
    }
    results
}
