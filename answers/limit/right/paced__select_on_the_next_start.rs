//! One task: waits for the next start and for results at the same time.

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::time::{Instant, sleep_until};

pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting = items.into_iter().enumerate().peekable();
    let mut running = FuturesUnordered::new();
    let mut next_start = Instant::now();
    while waiting.peek().is_some() || !running.is_empty() {
        tokio::select! {
            () = sleep_until(next_start), if waiting.peek().is_some() => {
                if let Some((index, item)) = waiting.next() {
                    let job = work(item);
                    running.push(async move { (index, job.await) });
                }
                next_start += every;
            }
            Some((index, result)) = running.next() => results[index] = Some(result),
        }
    }
    results.into_iter().flatten().collect()
}
