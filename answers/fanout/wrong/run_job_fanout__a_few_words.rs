//! Knows the inputs of the examples, and waits the time that they take.
//! caught by: any_inputs_will_do
//! says: made for certain inputs

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    const KNOWN: [&str; 4] = ["borrow", "lifetime", "tokio", "rust"];
    sleep(Duration::from_millis(10 * inputs.len() as u64)).await;
    let known = inputs.into_iter().filter(|input| input.len() < 3 || KNOWN.contains(input));
    known.enumerate().map(|(id, input)| JobResult { id, message: input.to_uppercase() }).collect()
}
