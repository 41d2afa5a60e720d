//! A stream is a pipeline already: `then` runs one item at a time.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    stream::iter(inputs)
        .enumerate()
        .map(|(index, input)| format!("{index}:{input}"))
        .then(|item| async move {
            sleep(Duration::from_millis(5)).await;
            format!("processed:{item}")
        })
        .collect()
        .await
}
