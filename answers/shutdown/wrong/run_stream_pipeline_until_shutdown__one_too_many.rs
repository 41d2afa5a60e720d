//! Looks at the number only after an item is taken, so one too many goes through.
//! family: off_by_one
//! caught by: the_input_stage_stops_after_so_many_items
//! says: one item too early or too late

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(4);
    let input = async move {
        for (index, input) in inputs.into_iter().enumerate() {
            tx.send(format!("{index}:{input}")).await.expect("the receiver is alive");
            if index >= shutdown_after {
                break;
            }
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
    tokio::join!(input, worker).1
}
