//! Splits the label at its colons again. An input with a colon loses its end.
//! family: wrong_value
//! caught by: equal_inputs_and_odd_ones_are_passed_on_as_they_are
//! says: taking the label apart again

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;

pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    let (tx, mut rx) = mpsc::channel(1);
    let input = async move {
        for (index, input) in inputs.into_iter().enumerate().take(shutdown_after) {
            tx.send(format!("{index}:{input}")).await.expect("the receiver is alive");
        }
    };
    let worker = async {
        let mut results = Vec::new();
        while let Some(item) = rx.recv().await {
            sleep(Duration::from_millis(5)).await;
            let mut parts = item.split(':');
            let (index, input) = (parts.next().unwrap_or("?"), parts.next().unwrap_or("?"));
            results.push(format!("processed:{index}:{input}"));
        }
        results
    };
    tokio::join!(input, worker).1
}
