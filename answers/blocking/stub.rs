//! Keep the runtime breathing. The lesson is in `katas/blocking.md`.

use std::io;
use std::path::PathBuf;

use tokio_katas::JobPanicked;

/// Runs `work`, which blocks its thread, on the blocking pool; other tasks keep running.
///
/// A panic in `work` becomes `Err`, with the panic's text as its message, or `"unknown panic"` if
/// it has none. `work` is not called before the first poll; once started it runs to its end, even
/// if the future is dropped.
pub async fn off_the_runtime<R, F>(work: F) -> Result<R, JobPanicked>
where
    F: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    todo!("run the work where it may block")
}

/// Adds up `values`, wrapping at the end of `u64`, and yields to the runtime after every `slice` values.
///
/// Whether it also yields after the last ones is up to you. A slice of 0 counts as 1. No time
/// passes.
pub async fn sum_in_slices(values: &[u64], slice: usize) -> u64 {
    todo!("add up {} values, {slice} at a time", values.len())
}

/// Reads all files at the same time, and gives their texts in the order of `paths`.
///
/// No worker of the runtime is blocked. A file that cannot be read, or is not UTF-8, is an error in its
/// own place, the one that `std::fs::read_to_string` would give, and does not affect the others.
pub async fn read_all(paths: Vec<PathBuf>) -> Vec<io::Result<String>> {
    todo!("read {} files", paths.len())
}

/// Runs `work(item)` for every item on the blocking pool, at most `limit` at a time, and returns
/// the results in input order.
///
/// Items start in input order, a free place is refilled at once, and `min(limit, items)` calls run
/// at the same time. A limit of 0 counts as 1. A panic in `work` resumes in the caller, with its
/// own payload. Once the future is dropped, no further item starts.
pub async fn map_blocking<T, R, F>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> R + Send + Sync + 'static,
{
    todo!("run {} items, at most {limit} at a time", items.len())
}
