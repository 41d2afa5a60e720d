//! Moves the queue out of the channel and drops the receiver. A job that is sent later with a permit is lost.
//! family: closed_taken_wrong
//! caught by: a_permit_that_is_out_is_honoured
//! says: a job may still come

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
    let mut in_hand = None;
    loop {
        tokio::select! {
            biased;
            () = &mut told => break,
            job = jobs.recv() => match job {
                Some(job) => {
                    let mut work = Box::pin(work(job));
                    tokio::select! {
                        biased;
                        () = &mut told => {
                            in_hand = Some(work);
                            break;
                        }
                        result = &mut work => results.push(result),
                    }
                }
                None => return results,
            },
        }
    }
    jobs.close();
    let mut queue = Vec::new();
    while let Ok(job) = jobs.try_recv() {
        queue.push(job);
    }
    drop(jobs);
    if let Some(work) = in_hand {
        results.push(work.await);
    }
    for job in queue {
        results.push(work(job).await);
    }
    results
}
