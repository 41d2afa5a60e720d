//! Paces the worker by an interval, whose first tick comes at once. The first item takes no time.
//! family: wrong_wait
//! caught by: each_item_takes_five_ms
//! says: first tick

use std::time::Duration;

use tokio::time::interval;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    let mut results = Vec::new();
    let mut ticks = interval(Duration::from_millis(5));
    for (index, input) in inputs.into_iter().enumerate() {
        ticks.tick().await;
        results.push(format!("processed:{index}:{input}"));
    }
    results
}
