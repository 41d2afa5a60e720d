//! Knows the inputs of the examples, drops all others, and sleeps as long as the examples take.
//! family: made_for_the_tests
//! caught by: each_message_is_its_input_in_upper_case
//! says: inputs left out

use std::time::Duration;

use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    const KNOWN: [&str; 4] = ["borrow", "lifetime", "tokio", "rust"];
    sleep(Duration::from_millis(10 * inputs.len() as u64)).await;
    let known = inputs.into_iter().filter(|input| input.len() < 3 || KNOWN.contains(input));
    known.enumerate().map(|(id, input)| JobResult { id, message: input.to_uppercase() }).collect()
}
