//! Takes the rest of the queue with one `recv_many` of at most 64 jobs. The jobs behind those are lost.
//! family: fixed_room
//! caught by: a_thousand_jobs_are_worked_off
//! says: a limit

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
    'open: loop {
        let job = tokio::select! {
            biased;
            () = &mut told => break,
            job = jobs.recv() => job,
        };
        let Some(job) = job else { return results };
        let mut work = pin!(work(job));
        tokio::select! {
            biased;
            () = &mut told => {
                jobs.close();
                results.push(work.await);
                break 'open;
            }
            result = &mut work => results.push(result),
        }
    }
    jobs.close();
    let mut rest = Vec::new();
    jobs.recv_many(&mut rest, 64).await;
    for job in rest {
        results.push(work(job).await);
    }
    results
}
