//! Each stage is a task in a JoinSet, which aborts both when the call is dropped.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let inputs: Vec<String> = inputs.into_iter().map(str::to_owned).collect();
    let (input_tx, mut input_rx) = mpsc::channel::<(usize, String)>(4);
    let (output_tx, mut output_rx) = mpsc::channel::<String>(4);

    let mut stages = JoinSet::new();
    stages.spawn(async move {
        for pair in inputs.into_iter().enumerate() {
            if input_tx.send(pair).await.is_err() {
                return;
            }
        }
    });
    stages.spawn(async move {
        while let Some((index, input)) = input_rx.recv().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
            if output_tx.send(format!("processed:{index}:{input}")).await.is_err() {
                return;
            }
        }
    });

    let mut results = Vec::new();
    while let Some(result) = output_rx.recv().await {
        results.push(result);
    }
    while stages.join_next().await.is_some() {}
    results
}
