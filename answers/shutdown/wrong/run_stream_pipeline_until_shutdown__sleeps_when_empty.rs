//! Sleeps before it looks whether there is an item, once too often.
//! caught by: no_inputs_give_no_results_at_once
//! says: waiting for an item

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
        tx.send(format!("{index}:{input}")).expect("the receiver is alive");
    }
    drop(tx);
    let mut results = Vec::new();
    loop {
        sleep(Duration::from_millis(5)).await;
        match rx.recv().await {
            Some(item) => results.push(format!("processed:{item}")),
            None => return results,
        }
    }
}
