//! Sorts the results as text, where "10" comes before "2". A channel keeps the order by itself.
//! family: sorted_wrong
//! caught by: items_go_through_in_order
//! says: sorted as text

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
        while let Some(item) = rx.recv().await {
            sleep(Duration::from_millis(5)).await;
            results.push(format!("processed:{item}"));
        }
        results
    };
    let ((), mut results) = tokio::join!(input_stage, worker);
    results.sort();
    results
}
