//! Returns with the last result, while its worker still waits for more. The dropped JoinSet aborts it, but
//! it is still alive at the return.
//! family: abort_not_awaited
//! caught by: nothing_is_left_running
//! says: not waited for

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let (input_tx, mut input_rx) = mpsc::channel::<String>(4);
    let (output_tx, mut output_rx) = mpsc::channel::<String>(4);
    let mut worker = JoinSet::new();
    worker.spawn(async move {
        while let Some(item) = input_rx.recv().await {
            sleep(Duration::from_millis(5)).await;
            let _ = output_tx.send(format!("processed:{item}")).await;
        }
    });
    let mut results = Vec::new();
    for (index, input) in inputs.into_iter().enumerate() {
        input_tx.send(format!("{index}:{input}")).await.expect("the worker runs");
        results.extend(output_rx.recv().await);
    }
    results
}
