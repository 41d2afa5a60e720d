//! Races the job against the shutdown with `select!`. The job that loses is dropped half-way.
//! family: cut_short
//! caught by: the_job_in_hand_is_finished
//! says: the branch that loses is dropped

use std::future::{Future, pending};

use tokio::sync::{mpsc, watch};

async fn told(shutdown: &mut watch::Receiver<bool>) {
    if shutdown.wait_for(|stop| *stop).await.is_err() {
        pending().await
    }
}

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let mut results = Vec::new();
    loop {
        tokio::select! {
            biased;
            () = told(&mut shutdown) => break,
            job = jobs.recv() => {
                let Some(job) = job else { return results };
                tokio::select! {
                    biased;
                    () = told(&mut shutdown) => break,
                    result = work(job) => results.push(result),
                }
            }
        }
    }
    jobs.close();
    while let Some(job) = jobs.recv().await {
        results.push(work(job).await);
    }
    results
}
