//! Spawns a task that warns of slow jobs, and never stops it. The task outlives the call.
//! family: detached
//! caught by: nothing_is_left_running
//! says: never stopped

use std::time::Duration;

use futures::future::join_all;
use tokio::time::sleep;
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    tokio::spawn(async {
        sleep(Duration::from_secs(1)).await;
        eprintln!("the jobs are slow");
    });
    join_all(inputs.into_iter().enumerate().map(|(id, input)| async move {
        sleep(Duration::from_millis(10 * (id as u64 + 1))).await;
        JobResult { id, message: input.to_uppercase() }
    }))
    .await
}
