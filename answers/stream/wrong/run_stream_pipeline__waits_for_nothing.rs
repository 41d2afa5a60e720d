//! Sleeps before it looks for an item, and so once more at the end.
//! family: wrong_wait
//! caught by: each_item_takes_five_ms
//! says: one more at the end

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(1);
    let input_stage = async move {
        for (index, input) in inputs.into_iter().enumerate() {
            let _ = tx.send(format!("{index}:{input}")).await;
        }
    };
    let worker = async {
        let mut results = Vec::new();
        loop {
            sleep(Duration::from_millis(5)).await;
            let Some(item) = rx.recv().await else { return results };
            results.push(format!("processed:{item}"));
        }
    };
    tokio::join!(input_stage, worker).1
}
