//! After the shutdown waits a while for the worker, instead of waiting for its end.
//! caught by: any_inputs_will_do
//! says: no wait of its own

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
