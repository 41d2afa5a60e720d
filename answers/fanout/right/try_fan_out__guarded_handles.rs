//! Spawned one by one, each handle in a guard that aborts, polled together by FuturesUnordered.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::task::{JoinError, JoinHandle};

struct Guarded<R>(JoinHandle<R>);

impl<R> Future for Guarded<R> {
    type Output = Result<R, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx)
    }
}

impl<R> Drop for Guarded<R> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    let mut running = FuturesUnordered::new();
    for (place, item) in items.into_iter().enumerate() {
        let job = work(item);
        running.push(Guarded(tokio::spawn(async move { (place, job.await) })));
    }
    let mut done = Vec::new();
    while let Some(joined) = running.next().await {
        match joined.expect("a job does not panic") {
            (place, Ok(value)) => done.push((place, value)),
            (_, Err(error)) => {
                running.iter().for_each(|job| job.0.abort());
                while running.next().await.is_some() {}
                return Err(error);
            }
        }
    }
    done.sort_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, value)| value).collect())
}
