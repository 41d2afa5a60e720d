//! Counts the positions from 1, not from 0.
//! family: off_by_one
//! caught by: each_item_is_labelled_then_processed
//! says: the position from 0

use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    stream::iter((1..).zip(inputs))
        .then(|(index, input)| async move {
            sleep(Duration::from_millis(5)).await;
            format!("processed:{index}:{input}")
        })
        .collect()
        .await
}
