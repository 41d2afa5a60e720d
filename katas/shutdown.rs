//! Stop taking work, then finish what you hold. The lesson is in `katas/shutdown.md`.

use std::future::Future;
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinSet;
use tokio_katas::Drained;

/// The pipeline of `run_stream_pipeline`, whose input stage stops after `shutdown_after` items.
///
/// The input stage labels `{index}:{input}`, index from 0; the worker stage takes 5 ms for each
/// item and yields `processed:{index}:{input}`, in order. Every item that the input stage has
/// taken is still processed: it takes `5 * min(n, shutdown_after)` ms. 0 takes none,
/// `usize::MAX` all.
pub async fn run_stream_pipeline_until_shutdown(inputs: Vec<&str>, shutdown_after: usize) -> Vec<String> {
    todo!("process {inputs:?}, at most {shutdown_after} of them")
}

/// Works off `jobs` one at a time, in order, and returns their results. A job leaves the channel only
/// when the work on it begins.
///
/// When `shutdown` becomes true, or is true from the start, the channel takes nothing new from
/// that instant on, even in the middle of a job: senders get an error, even those that wait for
/// room. The job in hand is finished, what is queued or has a permit is worked off, then it
/// returns. A later false takes nothing back.
///
/// It ends as well when the senders are gone and the queue is empty. If the shutdown's sender is
/// dropped without ever sending true, nothing changes.
pub async fn drain_on_shutdown<T, R, F, Fut>(
    jobs: mpsc::Receiver<T>,
    shutdown: watch::Receiver<bool>,
    work: F,
) -> Vec<R>
where
    F: Fn(T) -> Fut,
    Fut: Future<Output = R>,
{
    todo!("work off the jobs until shutdown, then what is queued")
}

/// Runs the workers `0..count`; each repeats `work(i)` until shutdown.
///
/// The round in hand is finished, never cut short, and no new one starts; then that worker runs
/// `cleanup(i)`, once. Returns when the last cleanup is done; with `count` 0 at once.
///
/// A message sent any time after `shutdown` was subscribed counts: sent before the first poll, it
/// means that `work` never runs and each worker only cleans up. `Lagged` counts as a shutdown,
/// and so does `Closed`. (`work` always awaits something: a worker never spins.)
pub async fn run_workers<W, WFut, C, CFut>(
    count: usize,
    shutdown: broadcast::Receiver<()>,
    work: W,
    cleanup: C,
) where
    W: Fn(usize) -> WFut + Clone + Send + 'static,
    WFut: Future<Output = ()> + Send + 'static,
    C: Fn(usize) -> CFut + Clone + Send + 'static,
    CFut: Future<Output = ()> + Send + 'static,
{
    todo!("run {count} workers until shutdown")
}

/// Waits for the tasks, at most `grace`; then aborts the rest and waits until they are gone.
///
/// Every task is counted by how it ended: `finished` in the order in which the `JoinSet` reports
/// them, `panicked`, or `aborted`, here or elsewhere. Tasks that have ended before the call count as
/// finished even with `grace` zero. Returns as soon as the last task ends, if that is before
/// `grace`. Dropping the returned future half-way aborts the tasks.
pub async fn finish_within<R: 'static>(tasks: JoinSet<R>, grace: Duration) -> Drained<R> {
    todo!("wait {grace:?} for the tasks, then abort the rest")
}
