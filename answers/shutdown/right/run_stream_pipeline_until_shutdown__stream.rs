//! One stream: `take` is the shutdown, `then` the worker.

use std::time::Duration;

use futures::StreamExt;
use futures::stream;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    stream::iter(inputs)
        .enumerate()
        .take(shutdown_after)
        .map(|(index, input)| format!("{index}:{input}"))
        .then(|item| async move {
            sleep(Duration::from_millis(5)).await;
            format!("processed:{item}")
        })
        .collect()
        .await
}
