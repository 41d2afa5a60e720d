//! Uses `to_ascii_uppercase`, which leaves every letter outside ASCII as it is.
//! family: wrong_value
//! caught by: upper_case_is_that_of_unicode
//! says: to_ascii_uppercase

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    join_all(inputs.into_iter().enumerate().map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_ascii_uppercase() }
    }))
    .await
}
