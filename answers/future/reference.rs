//! What `.await` stands on. The lesson is in `katas/future.md`.

use std::collections::BTreeMap;
use std::future::Future;
use std::mem;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use tokio::time::sleep;
use tokio_katas::Tree;

/// Gives `"Hello"` after one second. Building the future and not awaiting it does nothing.
pub async fn hello_after_one_second() -> &'static str {
    sleep(Duration::from_secs(1)).await;
    "Hello"
}

/// A future that is pending so many times, and wakes itself each time; then it is ready with
/// `"liftoff"`.
pub struct Countdown {
    left: u32,
}

impl Countdown {
    /// A countdown that is pending `from` times. From 0 it is ready on the first poll.
    pub fn new(from: u32) -> Countdown {
        Countdown { left: from }
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        if self.left == 0 {
            return Poll::Ready("liftoff");
        }
        self.left -= 1;
        // "Poll me again": whoever returns Pending has to see to it that somebody says so.
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// A signal that is raised once and stays raised, and that any number of tasks can wait for.
#[derive(Clone, Default)]
pub struct Signal {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    raised: bool,
    /// The latest waker of each future that waits, by the number of its registration.
    waiting: BTreeMap<u64, Waker>,
    registered: u64,
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Signal {
    /// A signal that is not raised.
    pub fn new() -> Signal {
        Signal::default()
    }

    /// Raises the signal and wakes all that wait for it. May be called again.
    pub fn raise(&self) {
        let mut shared = lock(&self.shared);
        shared.raised = true;
        let waiting = mem::take(&mut shared.waiting);
        // A waker is other people's code, and might come back for the lock.
        drop(shared);
        waiting.into_values().for_each(Waker::wake);
    }

    /// A future that is ready once the signal is raised, and may outlive this handle.
    pub fn raised(&self) -> Raised {
        Raised { shared: Arc::clone(&self.shared), key: None }
    }
}

/// The future that waits for a [`Signal`]: woken by `raise` and by nothing else.
pub struct Raised {
    shared: Arc<Mutex<Shared>>,
    key: Option<u64>,
}

impl Future for Raised {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        // Looked at and registered under one lock: no `raise` comes in between.
        let mut shared = lock(&this.shared);
        if shared.raised {
            return Poll::Ready(());
        }
        let key = *this.key.get_or_insert_with(|| {
            shared.registered += 1;
            shared.registered
        });
        let replaced = shared.waiting.insert(key, cx.waker().clone());
        drop(shared);
        drop(replaced);
        Poll::Pending
    }
}

impl Drop for Raised {
    fn drop(&mut self) {
        let waker = self.key.and_then(|key| lock(&self.shared).waiting.remove(&key));
        drop(waker);
    }
}

/// Adds up all values of the tree, by async recursion.
pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    // The box is what ends the recursion of types: a future that held itself would have no size.
    Box::pin(async move {
        sleep(Duration::from_millis(1)).await;
        let below: u64 = join_all(tree.children.iter().map(depth_sum)).await.into_iter().sum();
        tree.value + below
    })
}

/// Wakes one `block_on`. The flag says that it was woken; the token of `unpark` only ends the nap,
/// and anybody may take it.
struct Alarm {
    woken: AtomicBool,
    sleeper: Thread,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.sleeper.unpark();
    }
}

/// Runs the future to its end on this thread: an executor in one function.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let alarm = Arc::new(Alarm { woken: AtomicBool::new(false), sleeper: thread::current() });
    let waker = Waker::from(Arc::clone(&alarm));
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        // Taken before the next poll: a wake-up during that poll counts for the one after it.
        while !alarm.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}
