//! Processes all items at the same time. The worker stage takes one item after another.
//! family: no_limit
//! caught by: every_item_taken_is_still_processed
//! says: items worked on at the same time

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    join_all(inputs.into_iter().take(shutdown_after).enumerate().map(|(index, input)| async move {
        sleep(Duration::from_millis(5)).await;
        format!("processed:{index}:{input}")
    }))
    .await
}
