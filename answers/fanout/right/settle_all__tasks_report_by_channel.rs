//! Each task catches its own panic and reports it with its place over a channel.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let total = items.len();
    let (tx, mut rx) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    for (place, item) in items.into_iter().enumerate() {
        let (tx, job) = (tx.clone(), AssertUnwindSafe(work(item)));
        tasks.spawn(async move {
            let _ = tx.send((place, job.catch_unwind().await));
        });
    }
    drop(tx);

    let mut reports = Vec::with_capacity(total);
    while let Some(report) = rx.recv().await {
        reports.push(report);
    }
    while tasks.join_next().await.is_some() {}
    reports.sort_by_key(|(place, _)| *place);
    let settled = reports.into_iter().map(|(_, outcome)| {
        outcome.map_err(|payload| match payload.downcast::<&str>() {
            Ok(text) => JobPanicked { message: text.to_string() },
            Err(payload) => JobPanicked {
                message: payload.downcast::<String>().map_or("unknown panic".to_string(), |text| *text),
            },
        })
    });
    settled.collect()
}
