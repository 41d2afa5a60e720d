//! Spawns the jobs in the call itself; only the waiting is in the future. An async fn does nothing until it
//! is polled.
//! family: eager
//! caught by: nothing_happens_before_the_first_poll
//! says: before the first poll

use std::any::Any;

use tokio_katas::JobPanicked;

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}

pub fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> impl Future<Output = Vec<Result<R, JobPanicked>>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let handles: Vec<_> = items.into_iter().map(|item| tokio::spawn(work(item))).collect();
    async move {
        let mut results = Vec::new();
        for handle in handles {
            results.push(handle.await.map_err(|error| JobPanicked { message: text_of(error.into_panic()) }));
        }
        results
    }
}
