//! Numbers its jobs from 1, and passes the input on as it is instead of in upper case.
//! family: wrong_value
//! caught by: each_message_is_its_input_in_upper_case
//! says: position from 0

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    join_all((1..).zip(inputs).map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * id as u64)).await;
        JobResult { id, message: input.to_string() }
    }))
    .await
}
