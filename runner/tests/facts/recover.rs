use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::{Notify, Semaphore};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::ms;

/// katas/recover.md: "The set keeps every task that has ended until somebody asks for it"
/// katas/recover.md: "a panic ends its task, and waits in the set to be asked for"
#[tokio::test(start_paused = true)]
async fn a_set_keeps_what_has_ended() {
    let mut set = JoinSet::new();
    for job in 0..100 {
        set.spawn(async move { assert!(job != 7, "nobody hears this") });
    }
    sleep(ms(1000)).await;
    assert_eq!(set.len(), 100, "all have ended, none was asked for");
    let mut panics = 0;
    while let Some(ended) = set.join_next().await {
        panics += usize::from(ended.is_err_and(|error| error.is_panic()));
    }
    assert_eq!((panics, set.len()), (1, 0));
}

/// katas/recover.md: "It says so at once, each time it is asked"
#[tokio::test(start_paused = true)]
async fn an_empty_set_is_ready() {
    let mut set = JoinSet::<()>::new();
    for _ in 0..3 {
        assert!(timeout(ms(10), set.join_next()).await.expect("at once").is_none());
    }
}

/// katas/recover.md: "takes the panic out of the set, does not match it, and drops it"
#[tokio::test(start_paused = true)]
async fn a_pattern_may_lose_a_panic() {
    let mut set = JoinSet::new();
    set.spawn(async { panic!("nobody hears this") });
    yield_now().await;
    let matched = tokio::select! {
        Some(Ok(())) = set.join_next() => true,
        else => false,
    };
    assert!(!matched && set.is_empty());
}

/// katas/recover.md: "dropping a `JoinHandle` detaches its task"
#[tokio::test(start_paused = true)]
async fn a_set_of_handles_detaches() {
    let mut handles = FuturesUnordered::new();
    let (tell, told) = tokio::sync::oneshot::channel();
    handles.push(tokio::spawn(async move {
        sleep(ms(20)).await;
        tell.send("it went on").expect("the test waits");
    }));
    assert!(timeout(ms(10), handles.next()).await.is_err());
    drop(handles);
    assert_eq!(told.await, Ok("it went on"));
}

/// katas/recover.md: "A `TaskTracker` keeps no results, so there is nothing to reap in it, and nothing to hear either"
#[tokio::test(start_paused = true)]
async fn a_tracker_keeps_nothing() {
    let tracker = TaskTracker::new();
    drop(tracker.spawn(async { panic!("nobody hears this") }));
    sleep(ms(10)).await;
    assert!(tracker.is_empty());
    tracker.close();
    timeout(ms(10), tracker.wait()).await.expect("at once, and without a word");
}

/// katas/recover.md: "Tokio catches that, the handle would know, and nobody asks"
/// katas/recover.md: "a panic ends the task, and joining it gives an `Err`"
#[tokio::test(start_paused = true)]
async fn a_panic_ends_its_task_and_nothing_else() {
    drop(tokio::spawn(async { panic!("nobody hears this") }));
    let mut set = JoinSet::new();
    set.spawn(async { panic!("the set hears this") });
    sleep(ms(10)).await;
    let ended = set.join_next().await.expect("one task");
    assert!(ended.is_err_and(|error| error.is_panic()));
}

/// katas/recover.md: "`2u32.pow(40)` overflows before any `min` can help"
#[test]
fn a_power_of_two_overflows() {
    let n = std::hint::black_box(40);
    assert_eq!(2u32.checked_pow(n), None);
    // With overflow checks, as in a debug build, `pow` panics.
    assert_eq!(crate::panic_of(|| 2u32.pow(n).min(32)).is_some(), cfg!(debug_assertions));
}

/// Says so when it is dropped.
struct Tells(&'static str, std::sync::mpsc::Sender<&'static str>);

impl Drop for Tells {
    fn drop(&mut self) {
        let _ = self.1.send(self.0);
    }
}

/// katas/recover.md: "a `pin!(work)` above the guard is still there when the cleanup is called"
/// katas/recover.md: "The one that was made last."
#[tokio::test(start_paused = true)]
async fn locals_go_in_reverse_order() {
    let (tell, told) = std::sync::mpsc::channel();
    let (work, guard) = (Tells("work", tell.clone()), Tells("guard", tell));
    let wrong = async move {
        let _work = std::pin::pin!(async move {
            let _work = work;
            std::future::pending::<()>().await
        });
        let _guard = guard;
        std::future::pending::<()>().await
    };
    assert!(timeout(ms(10), wrong).await.is_err());
    assert_eq!(told.iter().collect::<Vec<_>>(), ["guard", "work"]);
}

/// katas/recover.md: "`tokio::spawn` in `Drop` works as long as the future is dropped inside a runtime"
/// katas/recover.md: "spawn it on a `TaskTracker` (tokio-util 0.7.20) instead of `tokio::spawn`, so that a shutdown can wait for what is still cleaning up"
#[tokio::test(start_paused = true)]
async fn a_tracker_waits_for_a_cleanup_that_a_drop_has_spawned() {
    struct Guard(TaskTracker);
    impl Drop for Guard {
        fn drop(&mut self) {
            self.0.spawn(sleep(ms(30)));
        }
    }
    let tracker = TaskTracker::new();
    let guard = Guard(tracker.clone());
    let work = async move {
        let _guard = guard;
        std::future::pending::<()>().await
    };
    let start = tokio::time::Instant::now();
    assert!(timeout(ms(10), work).await.is_err());
    tracker.close();
    tracker.wait().await;
    assert_eq!(crate::ms_since(start), 40);
}

/// katas/recover.md: "`thread::panicking()` is false when a future is dropped"
#[tokio::test(start_paused = true)]
async fn a_dropped_future_does_not_panic() {
    struct Asks(std::sync::mpsc::Sender<bool>);
    impl Drop for Asks {
        fn drop(&mut self) {
            let _ = self.0.send(std::thread::panicking());
        }
    }
    let (tell, told) = std::sync::mpsc::channel();
    let asks = Asks(tell);
    let work = async move {
        let _asks = asks;
        std::future::pending::<()>().await
    };
    assert!(timeout(ms(10), work).await.is_err());
    assert_eq!(told.iter().collect::<Vec<_>>(), [false]);
}

/// katas/recover.md: "a permit that comes back belongs to the first in line before that one has run, and to the next if it is dropped before"
#[tokio::test(start_paused = true)]
async fn a_semaphore_is_fair() {
    let places = Semaphore::new(1);
    let held = places.acquire().await.expect("it is open");
    let (mut first, mut second) = (Box::pin(places.acquire()), Box::pin(places.acquire()));
    assert!(futures::poll!(&mut first).is_pending() && futures::poll!(&mut second).is_pending());
    drop(held);
    assert!(places.try_acquire().is_err(), "it belongs to the first in line, which has not run");
    drop(first);
    assert!(places.try_acquire().is_err(), "and now to the second");
    assert!(futures::poll!(&mut second).is_ready());
}

/// katas/recover.md: "A `Notify` and a look is not: a newcomer finds the free place first."
#[tokio::test(start_paused = true)]
async fn a_notify_is_no_place() {
    let (free, left) = (std::cell::Cell::new(0), Notify::new());
    let take = async || {
        while free.get() == 0 {
            left.notified().await;
        }
        free.set(free.get() - 1);
    };
    let (mut waiter, mut newcomer) = (Box::pin(take()), Box::pin(take()));
    assert!(futures::poll!(&mut waiter).is_pending());
    free.set(1);
    left.notify_one();
    assert!(futures::poll!(&mut newcomer).is_ready());
    assert!(futures::poll!(&mut waiter).is_pending());
}

/// katas/recover.md: "is `CancellationToken` (tokio-util 0.7.20): `child_token`, `cancel`, `is_cancelled`, `cancelled`."
#[tokio::test(start_paused = true)]
async fn a_token_is_a_stop() {
    let root = CancellationToken::new();
    let leaf = root.child_token().child_token();
    let beside = root.child_token();
    beside.cancel();
    assert!(timeout(ms(10), leaf.cancelled()).await.is_err() && !root.is_cancelled());
    root.cancel();
    assert!(leaf.is_cancelled() && root.child_token().is_cancelled());
    timeout(ms(10), leaf.cancelled()).await.expect("at once");
}
