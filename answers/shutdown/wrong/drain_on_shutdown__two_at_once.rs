//! Takes the next job while one is in hand, so two run at the same time.
//! family: no_limit
//! caught by: jobs_are_worked_off_one_at_a_time_in_order
//! says: before the one in hand is done

use std::future::{Future, pending};
use std::pin::pin;

use futures::StreamExt;
use futures::stream::FuturesOrdered;
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
    let mut running = FuturesOrdered::new();
    let (mut open, mut more) = (true, true);
    while more || !running.is_empty() {
        tokio::select! {
            () = &mut told, if open => {
                jobs.close();
                open = false;
            }
            job = jobs.recv(), if more && running.len() < 2 => match job {
                Some(job) => running.push_back(work(job)),
                None => more = false,
            },
            Some(result) = running.next(), if !running.is_empty() => results.push(result),
        }
    }
    results
}
