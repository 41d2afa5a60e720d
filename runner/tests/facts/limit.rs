use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use futures::FutureExt;
use futures::stream::{self, StreamExt};
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, interval, sleep, timeout};

use crate::{ms, ms_since, panic_of};

/// katas/limit.md: "`buffer_unordered(0)` would never start anything"
#[tokio::test(start_paused = true)]
async fn no_places_start_nothing() {
    let started = AtomicUsize::new(0);
    let jobs = stream::iter([(), ()]).map(|()| async { started.fetch_add(1, Relaxed) });
    assert!(timeout(ms(1000), jobs.buffer_unordered(0).count()).await.is_err());
    assert_eq!(started.load(Relaxed), 0);
}

/// katas/limit.md: "It also lets every finished result *keep its slot* until those before it are done"
#[tokio::test(start_paused = true)]
async fn buffered_keeps_places_occupied() {
    let start = Instant::now();
    let jobs = stream::iter([50, 10, 10, 10]).map(|lasts| async move { sleep(ms(lasts)).await });
    jobs.buffered(2).collect::<Vec<()>>().await;
    // One place is free all the time: 10 + 10 + 10 would have fitted into the 50.
    assert_eq!(ms_since(start), 60);
}

/// katas/limit.md: "`let _ = permit;` does not even move it"
#[test]
fn a_wildcard_moves_nothing() {
    let places = Semaphore::new(1);
    let permit = places.try_acquire().expect("a place");
    let _ = permit;
    assert_eq!(places.available_permits(), 0);
    drop(permit);
    assert_eq!(places.available_permits(), 1);
}

/// katas/limit.md: "The name `_place` keeps the permit to the end of the function; the pattern `_` would not"
#[test]
fn a_wildcard_drops_what_it_gets() {
    let places = Semaphore::new(1);
    let _ = places.try_acquire().expect("a place");
    assert_eq!(places.available_permits(), 1);
    let _place = places.try_acquire().expect("a place");
    assert_eq!(places.available_permits(), 0);
}

/// katas/limit.md: "`acquire_many(0)` succeeds at once and never queues"
/// katas/limit.md: "the semaphore's queue keeps the order"
#[tokio::test(start_paused = true)]
async fn a_semaphore_is_fair_except_for_nothing() {
    let budget = Arc::new(Semaphore::new(2));
    let heavy = tokio::spawn(Arc::clone(&budget).acquire_many_owned(3));
    sleep(ms(1)).await;
    assert!(timeout(ms(10), budget.acquire()).await.is_err(), "a light one waits behind the heavy one");
    assert!(timeout(Duration::ZERO, budget.acquire_many(0)).await.is_ok());
    heavy.abort();
}

/// katas/limit.md: "In Rust the permit's `Drop` does it, even when the job panics or is cancelled"
#[tokio::test(start_paused = true)]
async fn a_permit_comes_back_however_the_job_ends() {
    let places = Arc::new(Semaphore::new(2));
    let (one, two) = (Arc::clone(&places), Arc::clone(&places));
    let panics = tokio::spawn(async move {
        let _place = one.acquire().await;
        panic!("on purpose");
    });
    let cancelled = tokio::spawn(async move {
        let _place = two.acquire().await;
        sleep(ms(1000)).await;
    });
    sleep(ms(1)).await;
    cancelled.abort();
    assert!(panics.await.is_err() && cancelled.await.is_err());
    assert_eq!(places.available_permits(), 2);
}

/// katas/limit.md: "panics on a period of zero"
#[tokio::test(start_paused = true)]
async fn an_interval_of_zero_panics() {
    assert!(panic_of(|| interval(Duration::ZERO)).is_some());
}

/// katas/limit.md: "After a long pause `interval` sends all missed ticks at once"
#[tokio::test(start_paused = true)]
async fn an_interval_catches_up() {
    let mut ticks = interval(ms(10));
    ticks.tick().await;
    tokio::time::advance(ms(35)).await;
    let start = Instant::now();
    for _ in 0..3 {
        ticks.tick().await;
    }
    assert_eq!(ms_since(start), 0, "the ticks of 10, 20 and 30 ms");
    ticks.tick().await;
    assert_eq!(ms_since(start), 5, "and the rate is kept");
}

/// katas/limit.md: "in an `f64`, `0.1` added ten times is less than `1.0`"
/// katas/limit.md: "the sleep for what is missing is no sleep at all"
#[tokio::test(start_paused = true)]
async fn ten_tenths_are_less_than_one() {
    let held: f64 = std::iter::repeat_n(0.1, 10).sum();
    assert!(held < 1.0);
    let missing = ms(10).mul_f64(1.0 - held);
    assert_eq!(missing, Duration::ZERO);
    assert!(sleep(missing).now_or_never().is_some(), "it is over at the first poll");
}

/// katas/limit.md: "it goes to the one that has waited longest, even if a newcomer asks in that moment"
/// katas/limit.md: "to the next one if that one is dropped"
#[tokio::test(start_paused = true)]
async fn a_mutex_is_a_line() {
    let lock = Mutex::new(());
    let held = lock.lock().await;
    let (mut first, mut second) = (Box::pin(lock.lock()), Box::pin(lock.lock()));
    assert!(first.as_mut().now_or_never().is_none() && second.as_mut().now_or_never().is_none());
    drop(held);
    assert!(lock.try_lock().is_err() && lock.lock().now_or_never().is_none(), "a newcomer");
    drop(first);
    assert!(lock.lock().now_or_never().is_none(), "another newcomer");
    assert!(second.now_or_never().is_some());
}
