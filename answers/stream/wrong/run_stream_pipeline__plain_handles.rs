//! Holds its stages by plain JoinHandles. Dropping a handle detaches its task, so a dropped call leaves
//! them running.
//! family: detached
//! caught by: dropping_it_half_way_stops_both_stages
//! says: dropping a handle detaches its task

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let labelled: Vec<String> =
        inputs.into_iter().enumerate().map(|(index, input)| format!("{index}:{input}")).collect();
    let (tx, mut rx) = mpsc::channel(1);
    let input_stage = tokio::spawn(async move {
        for item in labelled {
            if tx.send(item).await.is_err() {
                break;
            }
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
    input_stage.await.expect("the input stage does not panic");
    worker.await.expect("the worker does not panic")
}
