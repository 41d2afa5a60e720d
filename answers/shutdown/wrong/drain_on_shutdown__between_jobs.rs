//! Listens for the shutdown only while it waits for a job. While a job runs the channel stays open.
//! family: goes_on_after_the_end
//! caught by: in_the_middle_of_a_job_the_channel_takes_nothing_new
//! says: only between two jobs

use std::future::Future;

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
        tokio::select! {
            biased;
            told = async { shutdown.wait_for(|stop| *stop).await.is_ok() }, if listening => {
                listening = false;
                if told {
                    jobs.close();
                }
            }
            job = jobs.recv() => match job {
                Some(job) => results.push(work(job).await),
                None => return results,
            },
        }
    }
}
