//! What a service must live through: panics, and futures that are dropped. The lesson is in `katas/recover.md`.

use std::future::Future;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_katas::JobPanicked;

/// Runs `work` on each job that arrives, all at the same time, and hands each result to `done`.
///
/// A job starts in the instant in which it arrives, however many run. `done` gets its result in the
/// instant in which it ends, whether or not another arrives: `Ok`, or `Err(JobPanicked)` with the
/// panic's text ("unknown panic" if it has none). A panic touches no other job.
///
/// A moment without a job is not the end. It returns when the channel is closed and empty and the
/// last result is handed over. Dropped half-way, it stops all jobs and closes the channel.
pub async fn handle_each<T, R, F, Fut, D>(jobs: mpsc::Receiver<T>, work: F, done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    todo!("run work on each job that arrives")
}

/// Runs `worker(0)`, and starts it again when it panics: at most `restarts` times.
///
/// When worker n panics, `worker(n + 1)` is called after a wait of `backoff * 2^n`, at most
/// `backoff * 32`, counted from the panic. After `restarts` restarts (0: none) the next panic's text
/// ("unknown panic" if it has none) is the error, at once. The count is never set back, however long
/// a worker ran. A worker that ends by itself ends it with `Ok`, at once.
///
/// Dropping the future, during a run or a wait, stops everything.
pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    todo!("run the worker, with at most {restarts} restarts, {backoff:?} apart at first")
}

/// Runs `work`, and `cleanup` after it, whatever becomes of the work.
///
/// `cleanup` is called when the work has ended, has panicked, or was dropped half-way (the work is
/// dropped first), and not before. It then runs to its end by itself, however long, even if the
/// returned future is dropped meanwhile. The output, or the work's panic with its own payload,
/// reaches the caller when the cleanup is done. If the future is never polled, neither happens.
pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    todo!("run the work, then the cleanup, whatever becomes of the work")
}

/// Lends at most `size` connections (0 counts as 1). `Send + Sync` if `C` is `Send`; the fields are yours.
pub struct Pool<C> {
    connections: Vec<C>,
}

impl<C> Pool<C> {
    /// A pool that opens its connections with `open`: one only when it is needed and none is idle. Needs no
    /// runtime.
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        todo!("a pool of at most {size} connections")
    }

    /// Lends a connection to `work`, and returns what the work gives.
    ///
    /// After work that has ended it is lent again. After work that panicked (the panic goes on to the caller)
    /// or was dropped half-way it is dropped at once, and not replaced before it is needed; its place is free
    /// at that very moment. Those that wait are served in order of arrival (first poll), and who asks in the
    /// moment of a return stands behind them; one that is dropped, even when its turn has come, passes it on.
    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        todo!("lend one of {} idle connections, or open one", self.connections.len())
    }
}

/// A word to stop, for a whole tree of tasks. Clones are one. `Send + Sync`; the fields are yours.
///
/// It needs no runtime, and runs no task. Dropping handles cancels nothing: a child lives on without its
/// parent's, and what is further above still reaches it.
#[derive(Clone)]
pub struct Stop;

impl Stop {
    /// The root of a tree of its own.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Stop {
        todo!("a root")
    }

    /// A `Stop` below this one: a cancel of this one reaches it, its own does not reach this one.
    pub fn child(&self) -> Stop {
        todo!("one below this")
    }

    /// Cancels this one and, before it returns, all below it: children, theirs, and those made later. Nothing
    /// above or beside is cancelled. It may be called again.
    pub fn cancel(&self) {
        todo!("cancel this and all below")
    }

    /// Whether it, or anything above it, was cancelled.
    pub fn is_cancelled(&self) -> bool {
        todo!("look")
    }

    /// Waits until it is cancelled; if it is already, not at all.
    ///
    /// All that wait are woken by a cancel and by nothing else; the latest waker counts, and none of a dropped
    /// future is kept. No cancel is missed between threads.
    pub async fn cancelled(&self) {
        todo!("wait")
    }
}
