//! Holds its stages by plain JoinHandles. Dropping a handle detaches its task.
//! family: detached
//! caught by: dropping_it_half_way_stops_both_stages
//! says: dropping a handle detaches its task

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let inputs: Vec<String> = inputs.into_iter().map(str::to_owned).collect();
    let (tx, mut rx) = mpsc::channel(1);
    let input = tokio::spawn(async move {
        for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
            tx.send(format!("{index}:{input}")).await.expect("the receiver is alive");
        }
    });
    let worker = tokio::spawn(async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            sleep(Duration::from_millis(5)).await;
            results.push(format!("processed:{item}"));
        }
        results
    });
    input.await.expect("the input stage does not panic");
    worker.await.expect("the worker stage does not panic")
}
