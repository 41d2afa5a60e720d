//! Spawns the input stage when the function is called, not when the returned future is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: outside the async block

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub fn run_stream_pipeline_until_shutdown(
    inputs: Vec<&str>,
    shutdown_after: usize,
) -> impl Future<Output = Vec<String>> {
    let (tx, mut rx) = mpsc::channel(4);
    let items: Vec<String> = inputs
        .iter()
        .take(shutdown_after)
        .enumerate()
        .map(|(index, input)| format!("{index}:{input}"))
        .collect();
    tokio::spawn(async move {
        for item in items {
            if tx.send(item).await.is_err() {
                break;
            }
        }
    });
    async move {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            sleep(Duration::from_millis(5)).await;
            results.push(format!("processed:{item}"));
        }
        results
    }
}
