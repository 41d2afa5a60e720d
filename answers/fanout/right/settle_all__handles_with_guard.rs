//! Plain tasks, awaited in input order since all of them have to end; a guard aborts on a drop.

use tokio::task::{JoinError, JoinHandle};
use tokio_katas::JobPanicked;

struct AbortOnDrop<R>(JoinHandle<R>);

impl<R> Drop for AbortOnDrop<R> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn panicked(error: JoinError) -> JobPanicked {
    let payload = error.into_panic();
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    JobPanicked { message: text.unwrap_or_else(|| "unknown panic".into()) }
}

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let handles: Vec<_> = items.into_iter().map(|item| AbortOnDrop(tokio::spawn(work(item)))).collect();
    let mut results = Vec::with_capacity(handles.len());
    for mut handle in handles {
        results.push((&mut handle.0).await.map_err(panicked));
    }
    results
}
