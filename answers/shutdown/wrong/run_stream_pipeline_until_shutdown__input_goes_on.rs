//! Lets the input stage go on sending. The worker stage stops reading and leaves it waiting for ever.
//! family: detached
//! caught by: nothing_is_left_running
//! says: still alive

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let inputs: Vec<String> = inputs.into_iter().map(str::to_owned).collect();
    let (tx, rx) = mpsc::channel(1);
    let rx = Arc::new(Mutex::new(rx));
    let held = Arc::clone(&rx);
    tokio::spawn(async move {
        let _held = held;
        for (index, input) in inputs.into_iter().enumerate() {
            if tx.send(format!("{index}:{input}")).await.is_err() {
                break;
            }
        }
    });
    let mut results = Vec::new();
    while results.len() < shutdown_after {
        let Some(item) = rx.lock().await.recv().await else { break };
        sleep(Duration::from_millis(5)).await;
        results.push(format!("processed:{item}"));
    }
    results
}
