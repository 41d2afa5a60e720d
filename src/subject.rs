//! The functions under test of the kata `testing`. Which answer stands behind one is chosen by the claims: right
//! ones and wrong ones take turns, and a test cannot tell which it has.
//!
//! The signatures are those of the levels that they come from, with the bounds that an answer compiled beforehand
//! needs; each says so.

use std::time::Duration;

use futures::Stream;
use futures::future::{FutureExt, LocalBoxFuture};
use futures::stream::{BoxStream, StreamExt};
use tokio::sync::{mpsc, watch};

use crate::probe::subjects::{BATCHES, DRAIN_ON_SHUTDOWN, MAP_LIMITED, RETRY, RUN_JOB_FANOUT, call_retry};
use crate::probe::{Erased, ErasedStream, Lane, LocalErased, LocalErasedFuture, drawn, erased_work, then};
use crate::{JobResult, RetryError};

/// Runs one job per input, all at the same time, and returns their results sorted by id.
///
/// The level is `run_job_fanout` of the kata `fanout`. The future is not `Send`: drive it in the test's own task.
pub fn run_job_fanout(inputs: Vec<&str>) -> impl Future<Output = Vec<JobResult>> + '_ {
    let name = if inputs.len() <= 3 { format!("{inputs:?}") } else { format!("{} inputs", inputs.len()) };
    drawn(called(name), RUN_JOB_FANOUT.get()(inputs))
}

/// Runs `work(item)` for every item, at most `limit` at a time, and returns the results in input order.
///
/// The level is `map_limited` of the kata `limit`. The future is `Send`.
pub fn map_limited<T, R, F, Fut>(
    items: Vec<T>,
    limit: usize,
    work: F,
) -> impl Future<Output = Vec<R>> + Send + use<T, R, F, Fut>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let work =
        erased_work(move |(index, item): (usize, T)| drawn(called(format!("job {index}")), work(item)));
    let call = MAP_LIMITED.get()(Erased::all(items.into_iter().enumerate().collect()), limit, work);
    call.map(Erased::open_all)
}

/// Calls `op(1)`, `op(2)`, … until a try succeeds, up to `attempts` tries.
///
/// The level is `retry` of the kata `cancel`. The future is not `Send`: drive it in the test's own task.
pub fn retry<'a, T, E, F, Fut>(
    attempts: u32,
    per_try: Duration,
    backoff: Duration,
    mut op: F,
) -> LocalBoxFuture<'a, Result<T, RetryError<E>>>
where
    T: 'a,
    E: 'a,
    F: FnMut(u32) -> Fut + 'a,
    Fut: Future<Output = Result<T, E>> + 'a,
{
    let op = move |k| drawn(called(format!("op({k})")), op(k));
    call_retry(RETRY.get(), attempts, per_try, backoff, op)
}

/// Works off `jobs` one at a time, in order, and returns their results.
///
/// The level is `drain_on_shutdown` of the kata `shutdown`. Here a job is a `u64`, since a channel cannot be
/// converted; a result is of any type that borrows nothing. The future is not `Send`: drive it in the test's own
/// task.
pub fn drain_on_shutdown<'a, R, F, Fut>(
    jobs: mpsc::Receiver<u64>,
    shutdown: watch::Receiver<bool>,
    work: F,
) -> LocalBoxFuture<'a, Vec<R>>
where
    R: 'static,
    F: Fn(u64) -> Fut + 'a,
    Fut: Future<Output = R> + 'a,
{
    let work = move |job: u64| {
        LocalErasedFuture::new(drawn(called(format!("work({job})")), work(job)), LocalErased::new)
    };
    then(DRAIN_ON_SHUTDOWN.get()(jobs, shutdown, Box::new(work)), LocalErased::open_all)
}

/// Groups the items of `source` into batches of at most `max_items`, each open for at most `max_wait`.
///
/// The level is `batches` of the kata `stream`.
pub fn batches<S>(source: S, max_items: usize, max_wait: Duration) -> BoxStream<'static, Vec<S::Item>>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    let (pulled, given) = (Lane::new("items"), Lane::new("batches"));
    let source = source.inspect(move |_| pulled.mark());
    let batches = BATCHES.get()(ErasedStream::new(source), max_items, max_wait);
    batches.inspect(move |_| given.mark()).map(Erased::open_all).boxed()
}

/// A lane for work that is called now.
fn called(name: String) -> Lane {
    let lane = Lane::new(name);
    lane.called();
    lane
}
