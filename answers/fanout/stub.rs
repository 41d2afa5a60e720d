//! Start many jobs, gather all their results. The lesson is in `katas/fanout.md`.

use tokio_katas::{JobPanicked, JobResult};

/// Runs one job per input, all at the same time, and returns their results sorted by id.
///
/// Job `id` (0, 1, 2, …) sleeps `10 * (id + 1)` ms; its message is its input in upper case.
/// `["a", "b", "c"]` takes 30 ms, as long as its slowest job.
pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    todo!("run {inputs:?}, all at the same time")
}

/// Drives three futures at the same time, inside the caller's own task.
///
/// They may borrow locals and need not be `Send`. It takes as long as the slowest of them.
pub async fn join_three<A, B, C>(a: A, b: B, c: C) -> (A::Output, B::Output, C::Output)
where
    A: Future,
    B: Future,
    C: Future,
{
    todo!("drive a, b and c until each has its result")
}

/// Runs `work(item)` for all items at the same time; results are in the order of the items.
///
/// A job that panics becomes `Err(JobPanicked)` in its own place, with the panic's text, or
/// `"unknown panic"` if it had none. Every other job still finishes.
pub async fn settle_all<T, R, F, Fut>(items: Vec<T>, work: F) -> Vec<Result<R, JobPanicked>>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    todo!("run all {} jobs, and let no panic stop another", items.len())
}

/// Runs `work(item)` for all items at the same time; results are in the order of the items.
///
/// The first job to fail decides: its error is returned at that very instant, however many jobs
/// there are. The others are cancelled, and none is left running at the return.
/// Dropping the returned future half-way cancels every job too.
pub async fn try_fan_out<T, R, E, F, Fut>(items: Vec<T>, work: F) -> Result<Vec<R>, E>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = Result<R, E>> + Send + 'static,
    R: Send + 'static,
    E: Send + 'static,
{
    todo!("run all {} jobs, and stop them at the first error", items.len())
}
