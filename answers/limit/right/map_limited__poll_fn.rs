//! By hand: one `poll` that looks at every running job, and refills what has become free.

use std::future::poll_fn;
use std::task::Poll;

pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let mut waiting = items.into_iter().enumerate();
    let mut running = Vec::new();
    poll_fn(move |cx| {
        loop {
            while running.len() < limit.max(1) {
                let Some((index, item)) = waiting.next() else { break };
                running.push((index, Box::pin(work(item))));
            }
            let before = running.len();
            running.retain_mut(|(index, job)| match job.as_mut().poll(cx) {
                Poll::Ready(result) => {
                    results[*index] = Some(result);
                    false
                }
                Poll::Pending => true,
            });
            if running.is_empty() && waiting.len() == 0 {
                return Poll::Ready(results.drain(..).flatten().collect());
            }
            // Nothing became free: each running job holds our waker.
            if running.len() == before {
                return Poll::Pending;
            }
        }
    })
    .await
}
