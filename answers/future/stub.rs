//! What `.await` stands on. The lesson is in `katas/future.md`.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use tokio_katas::Tree;

/// Gives `"Hello"` after one second. Building the future and not awaiting it does nothing.
pub async fn hello_after_one_second() -> &'static str {
    todo!("wait one second, then say Hello")
}

/// A future that is pending a given number of times, waking itself each time; then it is ready
/// with `"liftoff"`.
///
/// Write it as a state and a `poll`. Its fields are your choice.
pub struct Countdown {}

impl Countdown {
    /// A countdown that is pending `from` times. From 0 it is ready on the first poll.
    pub fn new(from: u32) -> Countdown {
        todo!("a countdown from {from}")
    }
}

impl Future for Countdown {
    type Output = &'static str;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<&'static str> {
        todo!("count down by one, and say when to poll again")
    }
}

/// A signal that is raised once and stays raised, and that any number of tasks can wait for.
///
/// Its clones are one signal; threads share it. Its fields are your choice.
#[derive(Clone)]
pub struct Signal {}

impl Signal {
    /// A signal that is not raised.
    pub fn new() -> Signal {
        todo!("a signal, not raised")
    }

    /// Raises the signal and wakes every future that waits for it. May be called again.
    pub fn raise(&self) {
        todo!("remember it, and wake every waiting future")
    }

    /// A future that is ready once the signal is raised, and may outlive this handle.
    pub fn raised(&self) -> Raised {
        todo!("a future that waits for this signal")
    }
}

/// The future that waits for a [`Signal`]: woken by `raise` and by nothing else.
///
/// Polled from another task, it is woken in that task: the latest waker counts. When it is dropped,
/// the signal does not keep its waker.
pub struct Raised {}

impl Future for Raised {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        todo!("ready if it is raised; otherwise leave a waker")
    }
}

/// Adds up all values of the tree, by async recursion.
///
/// A node spends 1 ms on its own value, before or after its children; the children run at the same
/// time as each other. So a tree of `d` levels takes `d` ms.
pub fn depth_sum(tree: &Tree) -> BoxFuture<'_, u64> {
    todo!("spend 1 ms on {}, and add the sums of {} children", tree.value, tree.children.len())
}

/// Runs the future to its end on this thread: an executor in one function.
///
/// The thread parks while the future waits: it does not spin. No wake-up is lost, whichever
/// thread it comes from, even if `poll` itself parks the thread for something else.
pub fn block_on<F: Future>(future: F) -> F::Output {
    todo!("poll the future, park until it is woken, and poll it again")
}
