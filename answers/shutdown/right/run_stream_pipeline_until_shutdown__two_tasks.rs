//! Two tasks in a JoinSet; the second stage sends its results on.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let inputs: Vec<String> = inputs.into_iter().map(str::to_owned).collect();
    let (input_tx, mut input_rx) = mpsc::channel::<String>(1);
    let (output_tx, mut output_rx) = mpsc::channel::<String>(1);
    let mut stages = JoinSet::new();
    stages.spawn(async move {
        for (index, input) in inputs.iter().enumerate() {
            if index >= shutdown_after {
                break;
            }
            if input_tx.send(format!("{index}:{input}")).await.is_err() {
                break;
            }
        }
    });
    stages.spawn(async move {
        while let Some(item) = input_rx.recv().await {
            sleep(Duration::from_millis(5)).await;
            if output_tx.send(format!("processed:{item}")).await.is_err() {
                break;
            }
        }
    });
    let mut results = Vec::new();
    while let Some(result) = output_rx.recv().await {
        results.push(result);
    }
    stages.join_all().await;
    results
}
