//! The input stage counts what it has sent and tells itself to stop by a watch channel.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (stop, stopped) = watch::channel(shutdown_after == 0);
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut taken = 0;
    let mut inputs = inputs.into_iter().enumerate();
    while !*stopped.borrow() {
        let Some((index, input)) = inputs.next() else { break };
        tx.send(format!("{index}:{input}")).expect("the worker stage holds the receiver");
        taken += 1;
        if taken == shutdown_after {
            stop.send_replace(true);
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
