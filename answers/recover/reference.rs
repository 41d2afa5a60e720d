//! What a service must live through.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::{Semaphore, mpsc, watch};
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

/// Connections that are lent.
pub struct Pool<C> {
    open: Box<dyn Fn() -> C + Send + Sync>,
    idle: Mutex<Vec<C>>,
    /// Fair: a permit that comes back belongs to the first that waits, and to the next if that one is gone.
    places: Semaphore,
}

impl<C> Pool<C> {
    pub fn new<O>(size: usize, open: O) -> Pool<C>
    where
        O: Fn() -> C + Send + Sync + 'static,
    {
        let places = Semaphore::new(size.max(1));
        Pool { open: Box::new(open), idle: Mutex::new(Vec::new()), places }
    }

    pub async fn with<R, F>(&self, work: F) -> R
    where
        F: AsyncFnOnce(&mut C) -> R,
    {
        let _place = self.places.acquire().await.expect("it is never closed");
        let idle = self.idle().pop();
        // A local of this call: a drop half-way, or a panic, drops it, and then the place.
        let mut connection = idle.unwrap_or_else(|| (self.open)());
        let result = work(&mut connection).await;
        self.idle().push(connection);
        result
    }

    fn idle(&self) -> MutexGuard<'_, Vec<C>> {
        self.idle.lock().expect("nobody panics with the lock in hand")
    }
}

/// A word to stop, for a whole tree of tasks.
#[derive(Clone)]
pub struct Stop(Arc<Node>);

struct Node {
    state: Mutex<State>,
    /// True once it is cancelled. Its sender lives as long as anyone waits, so the channel never closes.
    told: watch::Sender<bool>,
    /// Keeps what is above in place when its last handle is dropped.
    _parent: Option<Arc<Node>>,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    children: Vec<Weak<Node>>,
}

impl Stop {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Stop {
        Stop::below(None, false)
    }

    fn below(parent: Option<Arc<Node>>, cancelled: bool) -> Stop {
        let state = Mutex::new(State { cancelled, children: Vec::new() });
        Stop(Arc::new(Node { state, told: watch::Sender::new(cancelled), _parent: parent }))
    }

    pub fn child(&self) -> Stop {
        // Under the lock: a cancel comes before, and is seen, or after, and finds the child.
        let mut state = self.0.state();
        let child = Stop::below(Some(Arc::clone(&self.0)), state.cancelled);
        if state.children.len() == state.children.capacity() {
            state.children.retain(|child| child.strong_count() > 0);
        }
        state.children.push(Arc::downgrade(&child.0));
        child
    }

    pub fn cancel(&self) {
        let mut reached = vec![Arc::clone(&self.0)];
        while let Some(node) = reached.pop() {
            let mut state = node.state();
            state.cancelled = true;
            reached.extend(state.children.iter().filter_map(Weak::upgrade));
            drop(state);
            node.told.send_replace(true);
        }
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.state().cancelled
    }

    pub async fn cancelled(&self) {
        // An error would mean that the sender is gone, and it is in the node that `self` holds.
        let _ = self.0.told.subscribe().wait_for(|&told| told).await;
    }
}

impl Node {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics with the lock in hand")
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
