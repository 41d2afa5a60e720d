//! Creates the 5 ms of each item and does not await them.
//! family: forgotten_await
//! caught by: every_item_taken_is_still_processed
//! says: without its .await

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (sender, mut receiver) = mpsc::channel(8);
    let input = async move {
        for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
            let _ = sender.send(format!("{index}:{input}")).await;
        }
    };
    let worker = async {
        let mut processed = Vec::new();
        while let Some(item) = receiver.recv().await {
            sleep(Duration::from_millis(5));
            processed.push(format!("processed:{item}"));
        }
        processed
    };
    tokio::join!(input, worker).1
}
