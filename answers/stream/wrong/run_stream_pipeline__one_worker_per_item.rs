//! Runs all items at the same time, each as a worker of its own. The task has one worker.
//! family: no_limit
//! caught by: each_item_takes_five_ms
//! says: items worked on at the same time

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    join_all(inputs.into_iter().enumerate().map(|(index, input)| async move {
        sleep(Duration::from_millis(5)).await;
        format!("processed:{index}:{input}")
    }))
    .await
}
