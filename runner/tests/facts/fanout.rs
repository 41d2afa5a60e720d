use std::panic::panic_any;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use futures::future::{BoxFuture, try_join_all};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, sleep};

use crate::{ms, ms_since, panic_of};

/// The order in which a `JoinSet` reports `count` tasks that have ended one after the other.
async fn reported(count: usize) -> Vec<usize> {
    let mut tasks = JoinSet::new();
    for nth in 0..count {
        tasks.spawn(async move { nth });
    }
    // All have ended before the first is asked for.
    sleep(ms(1)).await;
    let mut order = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        order.push(ended.expect("no panic"));
    }
    order
}

/// katas/fanout.md: "more than 128 tasks have ended, `join_next` no longer reports them in the order in which they ended"
#[tokio::test(start_paused = true)]
async fn a_join_set_keeps_no_order_beyond_128() {
    assert!(reported(100).await.is_sorted());
    assert!(!reported(1000).await.is_sorted());
}

/// Jobs of 30 ms each, and a last one that fails after 10 ms.
fn failing_last(count: usize) -> Vec<BoxFuture<'static, Result<(), ()>>> {
    let mut jobs: Vec<BoxFuture<'static, Result<(), ()>>> = Vec::new();
    for _ in 1..count {
        jobs.push(Box::pin(async {
            sleep(ms(30)).await;
            Ok(())
        }));
    }
    jobs.push(Box::pin(async {
        sleep(ms(10)).await;
        Err(())
    }));
    jobs
}

/// katas/fanout.md: "up to 30 futures it reports an error at once; beyond that it looks at them in input order"
/// katas/cancel.md: "beyond 30 futures it looks at them in input order"
#[tokio::test(start_paused = true)]
async fn try_join_all_sees_errors_at_once_up_to_30() {
    for (count, took) in [(30, 10), (31, 30)] {
        let start = Instant::now();
        assert!(try_join_all(failing_last(count)).await.is_err());
        assert_eq!(ms_since(start), took, "{count} jobs");
    }
}

/// katas/fanout.md: "a `&'static str` for `panic!("
/// katas/fanout.md: "a `String` for a message that is formatted at run time"
/// katas/blocking.md: "a literal text leaves a `&'static str`, a formatted one a `String`"
#[test]
#[expect(clippy::unnecessary_literal_unwrap, reason = "it is to panic")]
fn what_a_panic_carries() {
    let five = std::hint::black_box(5);
    let text = |call: fn()| panic_of(call).expect("a panic");
    assert!(text(|| panic!("plain")).is::<&'static str>());
    // Literal arguments are put in at compile time.
    assert!(text(|| panic!("n {}", 5)).is::<&'static str>());
    assert!(panic_of(|| panic!("n {five}")).expect("a panic").is::<String>());
    assert!(text(|| None.expect("x")).is::<String>());
    assert!(text(|| panic_any(404)).is::<i32>());
}

/// katas/fanout.md: "dropping a `JoinHandle` only detaches"
/// katas/cancel.md: "Dropping a `JoinHandle` detaches its task. Dropping a `JoinSet` or an `AbortOnDropHandle` aborts it"
#[tokio::test(start_paused = true)]
async fn dropping_a_handle_detaches_and_dropping_a_set_aborts() {
    let ended = Arc::new(AtomicUsize::new(0));
    let work = |ended: Arc<AtomicUsize>| async move {
        sleep(ms(10)).await;
        ended.fetch_add(1, Relaxed);
    };
    drop(tokio::spawn(work(Arc::clone(&ended))));
    let mut tasks = JoinSet::new();
    tasks.spawn(work(Arc::clone(&ended)));
    drop(tasks);
    sleep(ms(20)).await;
    assert_eq!(ended.load(Relaxed), 1, "the detached one");
}

/// katas/fanout.md: "Not when `abort()` returns, and not when the `JoinSet` is dropped: only when the runtime has dropped its future"
/// katas/shutdown.md: "An aborted task is not gone yet"
#[tokio::test(start_paused = true)]
async fn an_aborted_task_is_not_gone_at_once() {
    let held = Arc::new(());
    let spawn = |tasks: &mut JoinSet<()>| {
        let held = Arc::clone(&held);
        tasks.spawn(async move {
            sleep(ms(1000)).await;
            drop(held);
        })
    };
    let mut tasks = JoinSet::new();
    let handle = spawn(&mut tasks);
    yield_now().await;
    handle.abort();
    assert_eq!(Arc::strong_count(&held), 2, "abort() has returned");
    drop(tasks);
    assert_eq!(Arc::strong_count(&held), 2, "the set is dropped");
    yield_now().await;
    assert_eq!(Arc::strong_count(&held), 1, "the runtime has run");

    let mut tasks = JoinSet::new();
    spawn(&mut tasks);
    tasks.shutdown().await;
    assert_eq!(Arc::strong_count(&held), 1, "shutdown waits for that");
}
