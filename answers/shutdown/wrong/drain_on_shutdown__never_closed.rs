//! Works off what is queued at the shutdown but never closes the channel.
//! family: goes_on_after_the_end
//! caught by: in_the_middle_of_a_job_the_channel_takes_nothing_new
//! says: never closing the channel

use std::future::{Future, pending};
use std::pin::pin;

use tokio::sync::{mpsc, watch};

pub async fn drain_on_shutdown<T, R, F, Fut>(
    mut jobs: mpsc::Receiver<T>,
    mut shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    let mut told = pin!(async {
        if shutdown.wait_for(|stop| *stop).await.is_err() {
            pending().await
        }
    });
    let mut results = Vec::new();
    let mut left = None;
    loop {
        if left == Some(0) {
            return results;
        }
        let job = tokio::select! {
            job = jobs.recv() => job,
            () = &mut told, if left.is_none() => {
                left = Some(jobs.len());
                continue;
            }
        };
        let Some(job) = job else { return results };
        left = left.map(|left| left - 1);
        let mut work = pin!(work(job));
        let result = loop {
            tokio::select! {
                () = &mut told, if left.is_none() => left = Some(jobs.len()),
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
}
