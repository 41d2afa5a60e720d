//! Starts its stages in the call itself, not in the future that it returns. An async fn does nothing until
//! it is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

pub fn run_stream_pipeline(inputs: Vec<&str>) -> impl Future<Output = Vec<String>> {
    let labelled: Vec<String> =
        inputs.into_iter().enumerate().map(|(index, input)| format!("{index}:{input}")).collect();
    let (tx, mut rx) = mpsc::channel(4);
    let mut stages = JoinSet::new();
    stages.spawn(async move {
        for item in labelled {
            sleep(Duration::from_millis(5)).await;
            let _ = tx.send(format!("processed:{item}")).await;
        }
    });
    async move {
        let mut results = Vec::new();
        while let Some(result) = rx.recv().await {
            results.push(result);
        }
        drop(stages);
        results
    }
}
