//! Tasks that report to an unbounded channel; a set aborts them on a drop. Two loops side by side.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let (report, mut reports) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    let start = async {
        while let Some(job) = jobs.recv().await {
            let job = AssertUnwindSafe(work(job)).catch_unwind();
            let report = report.clone();
            tasks.spawn(async move {
                let _ = report.send(job.await);
            });
            // What has ended leaves the set.
            while tasks.try_join_next().is_some() {}
        }
        drop(report);
    };
    let hand_over = async {
        while let Some(result) = reports.recv().await {
            done(result.map_err(|payload| JobPanicked {
                message: match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
                    (Some(text), _) => text.to_string(),
                    (_, Some(text)) => text.clone(),
                    _ => "unknown panic".to_owned(),
                },
            }));
        }
    };
    tokio::join!(start, hand_over);
    // The last task has sent its report, and ends now.
    while tasks.join_next().await.is_some() {}
}
