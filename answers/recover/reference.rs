//! What a service must live through.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_katas::JobPanicked;

pub async fn handle_each<T, R, F, Fut, D>(mut jobs: mpsc::Receiver<T>, mut work: F, mut done: D)
where
    F: FnMut(T) -> Fut,
    Fut: Future<Output = R> + Send + 'static,
    R: Send + 'static,
    D: FnMut(Result<R, JobPanicked>),
{
    let mut running = JoinSet::new();
    let mut open = true;
    // An empty set is not the end while the channel is open, nor a closed channel while a job runs.
    while open || !running.is_empty() {
        tokio::select! {
            job = jobs.recv(), if open => match job {
                Some(job) => drop(running.spawn(work(job))),
                None => open = false,
            },
            Some(ended) = running.join_next() => done(ended.map_err(panic_of)),
        }
    }
}

pub async fn supervise<F, Fut>(restarts: u32, backoff: Duration, mut worker: F) -> Result<(), JobPanicked>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut run = 0;
    loop {
        // A set of one: unlike a plain handle, it aborts its task when it is dropped.
        let mut task = JoinSet::new();
        task.spawn(worker(run));
        let Some(Err(error)) = task.join_next().await else { return Ok(()) };
        if run == restarts {
            return Err(panic_of(error));
        }
        sleep(backoff * (1 << run.min(5))).await;
        run += 1;
    }
}

pub async fn with_cleanup<W, C, Fut>(work: W, cleanup: C) -> W::Output
where
    W: Future,
    C: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut guard = CleanupOnDrop(Some(cleanup));
    // Made below the guard, and so dropped before it.
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    if let Some(cleanup) = guard.start() {
        // The task runs on if this wait is dropped; nobody aborts it.
        let _ = cleanup.await;
    }
    outcome.unwrap_or_else(|payload| resume_unwind(payload))
}

/// Starts the cleanup in a task of its own: when told to, or when it is dropped before that.
struct CleanupOnDrop<C, Fut>(Option<C>)
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static;

impl<C, Fut> CleanupOnDrop<C, Fut>
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn start(&mut self) -> Option<JoinHandle<()>> {
        self.0.take().map(|cleanup| tokio::spawn(cleanup()))
    }
}

impl<C, Fut> Drop for CleanupOnDrop<C, Fut>
where
    C: FnOnce() -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    fn drop(&mut self) {
        // Dropping the handle detaches the task.
        self.start();
    }
}

/// Nobody aborts these tasks, so a task without a result has panicked.
fn panic_of(error: JoinError) -> JobPanicked {
    JobPanicked { message: text_of(error.into_panic()) }
}

/// `panic!("plain")` carries a `&str`, `panic!("with {values}")` a `String`.
fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"unknown panic").to_string(),
    }
}
