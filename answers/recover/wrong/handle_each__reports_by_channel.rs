//! Each task sends its result to a channel of its own making. A task that panics sends nothing: nobody hears of it.
//! family: panic_swallowed
//! caught by: a_panic_is_a_result_like_another
//! says: a job that panics sends nothing

use std::future::Future;

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
            let (job, report) = (work(job), report.clone());
            tasks.spawn(async move {
                let _ = report.send(job.await);
            });
        }
        drop(report);
    };
    let hand_over = async {
        while let Some(result) = reports.recv().await {
            done(Ok(result));
        }
    };
    tokio::join!(start, hand_over);
    while tasks.join_next().await.is_some() {}
}
