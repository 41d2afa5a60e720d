//! Start many jobs, gather all their results. The lesson is in `katas/fanout.md`.

use tokio_katas::JobResult;

/// Runs one job per input, all at the same time, and returns their results sorted by id.
///
/// Job `id` (0, 1, 2, …) sleeps `10 * (id + 1)` ms; its message is its input in upper case.
/// `["a", "b", "c"]` takes 30 ms, as long as its slowest job.
pub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {
    todo!("run {inputs:?}, all at the same time")
}
