//! Takes all jobs out of the channel as they come, into a queue of its own. The channel is never full, so no sender
//! ever has to wait.
//! family: read_ahead
//! caught by: a_job_leaves_the_channel_when_work_on_it_begins
//! says: into a queue of one's own

use std::collections::VecDeque;
use std::future::{Future, pending};
use std::pin::{Pin, pin};

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
    let (mut open, mut more) = (true, true);
    let mut queue = VecDeque::new();
    let mut in_hand: Option<Pin<Box<Fut>>> = None;
    let mut results = Vec::new();
    loop {
        if in_hand.is_none() {
            in_hand = queue.pop_front().map(|job| Box::pin(work(job)));
        }
        if in_hand.is_none() && !more {
            return results;
        }
        tokio::select! {
            () = &mut told, if open => {
                open = false;
                jobs.close();
            }
            result = async { in_hand.as_mut().expect("checked").await }, if in_hand.is_some() => {
                in_hand = None;
                results.push(result);
            }
            job = jobs.recv(), if more => match job {
                Some(job) => queue.push_back(job),
                None => more = false,
            },
        }
    }
}
