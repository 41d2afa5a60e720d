//! Asks for the value itself and listens for changes, in one select! with the job in hand.

use std::future::Future;
use std::pin::Pin;

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
    let mut in_hand: Option<Pin<Box<Fut>>> = None;
    let mut listening = true;
    loop {
        if listening && *shutdown.borrow_and_update() {
            jobs.close();
            listening = false;
        }
        tokio::select! {
            changed = shutdown.changed(), if listening => listening = changed.is_ok(),
            result = async { in_hand.as_mut().expect("checked").await }, if in_hand.is_some() => {
                in_hand = None;
                results.push(result);
            }
            job = jobs.recv(), if in_hand.is_none() => match job {
                Some(job) => in_hand = Some(Box::pin(work(job))),
                None => return results,
            },
        }
    }
}
