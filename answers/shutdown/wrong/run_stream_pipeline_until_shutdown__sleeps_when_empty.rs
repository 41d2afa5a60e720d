//! Sleeps before it looks whether there is an item, so it sleeps once too often.
//! family: wrong_wait
//! caught by: every_item_taken_is_still_processed
//! says: once too often

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
        tx.send(format!("{index}:{input}")).expect("the receiver is alive");
    }
    drop(tx);
    let mut results = Vec::new();
    loop {
        sleep(Duration::from_millis(5)).await;
        match rx.recv().await {
            Some(item) => results.push(format!("processed:{item}")),
            None => return results,
        }
    }
}
