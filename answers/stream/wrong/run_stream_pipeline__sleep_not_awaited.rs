//! Makes the 5 ms of an item and does not await them. No item takes any time.
//! family: forgotten_await
//! caught by: each_item_takes_five_ms
//! says: without its .await

use std::time::Duration;

use futures::future;
use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let (label, mut labelled) = mpsc::channel(8);
    let input_stage = async move {
        for (index, input) in inputs.into_iter().enumerate() {
            if label.send(format!("{index}:{input}")).await.is_err() {
                break;
            }
        }
    };
    let worker_stage = async move {
        let mut processed = Vec::new();
        while let Some(item) = labelled.recv().await {
            sleep(Duration::from_millis(5));
            processed.push(format!("processed:{item}"));
        }
        processed
    };
    future::join(input_stage, worker_stage).await.1
}
