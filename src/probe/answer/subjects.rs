//! The answers to the levels whose tests learners write: their types, and where the functions of
//! [`subject`](crate::subject) find the one that tests are tried on. A graded kata sees the functions, and not this.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, LocalBoxFuture};
use futures::stream::BoxStream;
use tokio::sync::{mpsc, watch};

use crate::probe::answer::erased::{
    Borrowed, Erased, ErasedStream, ErasedWork, Eraser, LocalErased, LocalErasedFuture, then,
};
use crate::{JobResult, RetryError};

/// Where a function of [`subject`](crate::subject) finds the answer of the moment.
pub struct Subject<A>(Mutex<Option<A>>);

impl<A: Copy> Subject<A> {
    /// No answer yet.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Subject<A> {
        Subject(Mutex::new(None))
    }

    /// Puts an answer in the place of the one before.
    pub fn set(&self, answer: A) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// The answer of the moment.
    ///
    /// # Panics
    /// If there is none: then no claim runs the test.
    pub fn get(&self) -> A {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).expect("no answer is under test")
    }
}

/// An answer to `run_job_fanout`.
pub type RunJobFanout = fn(Vec<&str>) -> LocalBoxFuture<'_, Vec<JobResult>>;
/// An answer to `map_limited`.
pub type MapLimited = fn(Vec<Erased<0>>, usize, ErasedWork) -> BoxFuture<'static, Vec<Erased<1>>>;
/// An answer to `retry`.
pub type Retry = for<'a> fn(
    u32,
    Duration,
    Duration,
    Op<'a>,
) -> LocalBoxFuture<'a, Result<Borrowed<'a, 0>, RetryError<Borrowed<'a, 1>>>>;
/// The operation of `retry`.
pub type Op<'a> = Box<dyn FnMut(u32) -> LocalErasedFuture<'a, Result<Borrowed<'a, 0>, Borrowed<'a, 1>>> + 'a>;
/// Calls an answer to `retry` with an operation whose values and errors are of any type.
pub fn call_retry<'a, T, E, F, Fut>(
    answer: Retry,
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
    let (values, errors) = (Eraser::new(), Eraser::new());
    let (all_values, all_errors) = (values.clone(), errors.clone());
    let op: Op = Box::new(move |k| {
        let (values, errors) = (all_values.clone(), all_errors.clone());
        let erase =
            move |result: Result<T, E>| result.map(|it| values.erase(it)).map_err(|it| errors.erase(it));
        LocalErasedFuture::new(op(k), erase)
    });
    then(answer(attempts, per_try, backoff, op), move |result| {
        result.map(|it| values.open(it)).map_err(|error| match error {
            RetryError::TimedOut => RetryError::TimedOut,
            RetryError::Failed(it) => RetryError::Failed(errors.open(it)),
        })
    })
}

/// An answer to `drain_on_shutdown`.
pub type DrainOnShutdown = for<'a> fn(
    mpsc::Receiver<u64>,
    watch::Receiver<bool>,
    Work<'a>,
) -> LocalBoxFuture<'a, Vec<LocalErased<'a, 1>>>;
/// The work of `drain_on_shutdown`.
pub type Work<'a> = Box<dyn Fn(u64) -> LocalErasedFuture<'a, LocalErased<'a, 1>> + 'a>;
/// An answer to `batches`.
pub type Batches = fn(ErasedStream<Erased<0>>, usize, Duration) -> BoxStream<'static, Vec<Erased<0>>>;

/// The answer behind `run_job_fanout`.
pub static RUN_JOB_FANOUT: Subject<RunJobFanout> = Subject::new();
/// The answer behind `map_limited`.
pub static MAP_LIMITED: Subject<MapLimited> = Subject::new();
/// The answer behind `retry`.
pub static RETRY: Subject<Retry> = Subject::new();
/// The answer behind `drain_on_shutdown`.
pub static DRAIN_ON_SHUTDOWN: Subject<DrainOnShutdown> = Subject::new();
/// The answer behind `batches`.
pub static BATCHES: Subject<Batches> = Subject::new();
