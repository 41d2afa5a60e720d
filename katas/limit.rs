//! Say how much may run at once. The lesson is in `katas/limit.md`.

use std::future::Future;
use std::time::Duration;

use tokio_katas::{JobResult, OverBudget, OverCapacity, Overloaded};

/// Runs the jobs of `run_job_fanout`, at most `limit` at a time, and returns their results sorted by id.
///
/// Job `id` (0, 1, 2, …) sleeps `10 * (id + 1)` ms; its message is its input in upper case. Jobs
/// start in input order and a free place is taken at once: `["a", "b", "c"]` takes 40 ms with
/// limit 2 and 60 ms with limit 1. A limit of 0 counts as 1.
pub async fn run_job_fanout_with_limit(inputs: Vec<&str>, limit: usize) -> Vec<JobResult> {
    todo!("run {inputs:?}, at most {limit} at a time")
}

/// Runs `work(item)` for every item, at most `limit` at a time, and returns the results in input order.
///
/// Items start in input order, and `work(item)` is not even called before the item has a place.
/// A free place is refilled at once, even behind an item that is still running. A limit of 0
/// counts as 1.
pub async fn map_limited<T, R, F, Fut>(items: Vec<T>, limit: usize, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    todo!("run {} items, at most {limit} at a time", items.len())
}

/// Lets in as much work as it has places, and turns the rest away: it never queues.
///
/// It is shared between tasks and threads in an `Arc`. While a place is free nobody is refused. Its
/// fields are your choice.
pub struct Bulkhead {}

impl Bulkhead {
    /// A bulkhead with `capacity` places. A capacity of 0 counts as 1.
    pub fn new(capacity: usize) -> Bulkhead {
        todo!("a bulkhead with {capacity} places")
    }

    /// How many places are free at this instant.
    pub fn available(&self) -> usize {
        todo!("count the free places")
    }

    /// Runs `work` in a place, or answers `Err(Overloaded)` at once and never polls it.
    ///
    /// The place is taken at the first poll. It is free again at the very moment the work finishes,
    /// panics (the panic goes on to the caller) or is dropped half-way.
    pub async fn try_run<Fut: Future>(&self, work: Fut) -> Result<Fut::Output, Overloaded> {
        todo!("find a place for the work, or answer Overloaded")
    }
}

/// Runs `work(item)` for every item, so that the weights in flight never add up to more than `budget`.
///
/// An item starts as soon as all before it have started and its weight fits; a heavy one waits,
/// and those behind it wait too. Weight 0 needs no room but keeps its place in the order. Results
/// are in input order.
///
/// # Errors
/// For the first item that is heavier than the whole budget, before any work is called.
pub async fn map_within_budget<T, R, F, Fut>(
    items: Vec<(T, u32)>,
    budget: u32,
    work: F,
) -> Result<Vec<R>, OverBudget>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    todo!("run {} items within {budget}", items.len())
}

/// Starts one item every `every`, in input order, the first at once; returns when the last has finished.
///
/// Started items run at the same time, so a slow one delays no other start. `every` of zero starts
/// all at once. Results are in input order.
pub async fn paced<T, R, F, Fut>(items: Vec<T>, every: Duration, work: F) -> Vec<R>
where
    T: Send + 'static,
    R: Send + 'static,
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    todo!("start one of {} items every {every:?}", items.len())
}

/// A rate limit with bursts: a bucket that holds at most `capacity` tokens, and is full at the start.
///
/// It gains one token every `every` (never zero), also while nobody asks, and never holds more than `capacity`. It is
/// shared between tasks and threads in an `Arc`. Its fields are your choice.
pub struct TokenBucket {}

impl TokenBucket {
    /// A full bucket. A capacity of 0 counts as 1. This needs no runtime: the bucket's clock begins with the first poll
    /// of the first `take`.
    pub fn new(capacity: u32, every: Duration) -> TokenBucket {
        todo!("a bucket of {capacity}, one more every {every:?}")
    }

    /// Takes `tokens` out, as soon as they are there and all who came earlier (by their first poll) have been served.
    ///
    /// Nobody overtakes: a small request waits behind a large one. A token that falls due at this very instant is
    /// there. 0 tokens are taken at once if nobody waits. If this is dropped while it waits, it takes nothing, and the
    /// next is served as soon as there are enough. It starts no task.
    ///
    /// # Errors
    /// If it asks for more than `capacity`: at once, even while others wait, and nothing is taken.
    pub async fn take(&self, tokens: u32) -> Result<(), OverCapacity> {
        todo!("wait for {tokens} tokens")
    }
}
