//! Uses a table of the inputs that the examples have.
//! family: made_for_the_tests
//! caught by: any_inputs_will_do
//! says: made for certain inputs

use std::time::Duration;

use tokio::time::sleep;

pub async fn run_stream_pipeline(inputs: Vec<&str>) -> Vec<String> {
    const KNOWN: [&str; 7] = ["ingest", "Transform", "transform", "flush", "", "a:b {}", "same"];
    let mut results = Vec::new();
    for (index, input) in inputs.into_iter().enumerate() {
        sleep(Duration::from_millis(5)).await;
        let known = KNOWN.contains(&input) || input.len() == 1;
        results.push(format!("processed:{index}:{}", if known { input } else { "unknown" }));
    }
    results
}
