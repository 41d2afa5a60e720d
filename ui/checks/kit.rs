//! What the checks share: a paused clock, a count of tasks and of memory, and messages.
//!
//! How a check ends is up to the program around it: its module `ending` says so.
#![allow(dead_code)] // each check uses its part

use crate::ending::reject;
use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Debug;
use std::pin::pin;
use std::sync::atomic::{AtomicIsize, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::time::{Instant, timeout};

/// What a call gave back, how long it took and how many tasks it had at the same time, at most.
pub struct Seen<T> {
    pub output: T,
    pub ms: u128,
    pub tasks: usize,
}

/// Runs a check on a paused clock: every time is exact, and nothing waits.
pub fn run(check: impl Future<Output = ()>) {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(check);
}

/// Awaits a call, at most for an hour on the paused clock.
pub async fn watch<F: Future>(call: F) -> Seen<F::Output> {
    let start = Instant::now();
    let alive = || Handle::current().metrics().num_alive_tasks();
    let before = alive();
    let mut tasks = 0;
    let mut call = pin!(call);
    let counted = std::future::poll_fn(|context| {
        let poll = call.as_mut().poll(context);
        tasks = tasks.max(alive().saturating_sub(before));
        poll
    });
    let Ok(output) = timeout(Duration::from_secs(3600), counted).await else {
        fail("the call ends", "it waits for somebody who will not come");
    };
    Seen { output, ms: start.elapsed().as_millis(), tasks }
}

/// Lets every other task run until it waits.
pub async fn settle() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

/// Lets time pass as on the wall, from here on.
pub fn on_the_real_clock() {
    tokio::time::resume();
}

/// Compares, and says what is usually behind a difference.
pub fn expect_eq<A: PartialEq<B> + Debug, B: Debug>(claim: &str, seen: A, expected: B, cause: &str) {
    if seen != expected {
        reject(claim, &format!("{expected:?}"), &format!("{seen:?}"), cause);
    }
}

/// Demands that something is so.
pub fn expect(claim: &str, holds: bool, cause: &str) {
    if !holds {
        fail(claim, cause);
    }
}

/// Ends the check: the claim does not hold.
pub fn fail(claim: &str, cause: &str) -> ! {
    reject(claim, "", "", cause)
}

/// Calls with large texts and demands that none of them stays in memory.
pub async fn expect_no_leak(call: impl AsyncFn(String)) {
    const SIZE: usize = 100_000;
    call("x".repeat(SIZE)).await;
    settle().await;
    let before = LIVE.load(Ordering::SeqCst);
    for _ in 0..4 {
        call("x".repeat(SIZE)).await;
        settle().await;
    }
    let grown = LIVE.load(Ordering::SeqCst) - before;
    let cause = "`leak`, `forget` and a `static` make a text live for ever by never giving it back";
    expect("every call gives its memory back", grown < SIZE as isize, cause);
}

/// Bytes that are allocated and not yet freed.
static LIVE: AtomicIsize = AtomicIsize::new(0);

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: the system's allocator does the work; this only counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE.fetch_add(layout.size() as isize, Ordering::SeqCst);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size() as isize, Ordering::SeqCst);
        unsafe { System.dealloc(memory, layout) }
    }
}
