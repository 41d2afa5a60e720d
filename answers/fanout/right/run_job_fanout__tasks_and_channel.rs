//! Tasks report over a channel; the JoinSet is kept so that dropping the call aborts them.

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Duration, sleep};
use tokio_katas::JobResult;

pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    for (id, input) in inputs.iter().map(|input| input.to_string()).enumerate() {
        let tx = tx.clone();
        tasks.spawn(async move {
            sleep(Duration::from_millis((id as u64 + 1) * 10)).await;
            let _ = tx.send(JobResult { id, message: input.to_uppercase() });
        });
    }
    drop(tx);

    let mut results = Vec::with_capacity(inputs.len());
    while let Some(result) = rx.recv().await {
        results.push(result);
    }
    while tasks.join_next().await.is_some() {}
    results.sort_by_key(|result| result.id);
    results
}
