//! Notes during a job that the value has changed, but acts on it only when the job is done. Until then the channel
//! stays open, and a false in between takes the shutdown back.
//! family: goes_on_after_the_end
//! caught by: in_the_middle_of_a_job_the_channel_takes_nothing_new
//! says: only between two jobs

use std::future::Future;
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
    let mut results = Vec::new();
    let mut listening = true;
    loop {
        if *shutdown.borrow_and_update() {
            jobs.close();
            listening = false;
        }
        let job = tokio::select! {
            changed = shutdown.changed(), if listening => {
                listening = changed.is_ok();
                continue;
            }
            job = jobs.recv() => job,
        };
        let Some(job) = job else { return results };
        let mut work = pin!(work(job));
        let mut woken = false;
        let result = loop {
            tokio::select! {
                _ = shutdown.changed(), if listening && !woken => woken = true,
                result = &mut work => break result,
            }
        };
        results.push(result);
    }
}
