//! `cancel_slow_work`: a race between the work and the clock.

use futures::future::LocalBoxFuture;
use rstest::rstest;
use tokio_katas::probe::prelude::*;

/// The work is first: "completed", and no time is waited beyond it.
#[rstest]
#[case::much_faster(1, 20)]
#[case::just_in_time(10, 11)]
#[case::a_minute(60_000, 300_000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_is_first_is_completed(#[case] work_ms: u64, #[case] timeout_ms: u64) {
    let seen = timed(cancel_slow_work(work_ms, timeout_ms)).await;
    // A label that is right for short times and wrong for long ones is not mixed up.
    let cause = if timeout_ms > 65_535 { TOO_SMALL } else { "the two labels mixed up" };
    expect_eq("work that was first", &seen.value, &"completed", cause);
    seen.took_ms(work_ms, Causes::of(WAITS_OUT_THE_TIMEOUT, NO_SLEEP));
}

/// The timeout is first: "cancelled", at that instant.
#[rstest]
#[case::much_slower(20, 1)]
#[case::just_too_late(11, 10)]
#[case::five_minutes(300_000, 60_000)]
#[claim]
#[tokio::test(start_paused = true)]
async fn work_that_is_too_slow_is_cancelled(#[case] work_ms: u64, #[case] timeout_ms: u64) {
    let seen = timed(cancel_slow_work(work_ms, timeout_ms)).await;
    let late = if seen.ms < work_ms { NOW_AND_THEN } else { TO_THE_END };
    let cause = match seen.ms {
        ms if ms > timeout_ms => late,
        _ if work_ms > 65_535 => TOO_SMALL,
        _ => "the two labels mixed up",
    };
    seen.gave("cancelled", cause).took_ms(timeout_ms, Causes::of(late, NO_SLEEP));
}

/// At 10 ms the work has 40 ms to go; the other way round it is the timeout that has. What is still alive after the
/// runtime has run once more was never stopped; what is gone by then was stopped and not awaited.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    for (work_ms, timeout_ms) in [(50, 10), (10, 50)] {
        cancel_slow_work(work_ms, timeout_ms).await;
        let_the_runtime_run().await;
        expect_no_tasks("a task that was never stopped: dropping its JoinHandle detaches it");
        cancel_slow_work(work_ms, timeout_ms).await;
        expect_no_tasks(
            "a task aborted and not awaited: an aborted task is gone only once it has been awaited",
        );
    }
}

/// Dropped at 3 ms, while both run.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_the_work() {
    drop_after_ms(3, cancel_slow_work(50, 10)).await;
    let_the_runtime_run().await;
    expect_no_tasks(
        "the work held by a plain JoinHandle: dropping the handle detaches its task; dropping a JoinSet \
         aborts its tasks",
    );
}

/// Zero is a time like any other: work of 0 ms is done at once, and a timeout of 0 ms ends at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn zero_ms_are_zero_ms() {
    let cause = "zero read as \"no timeout\", or rounded up to 1 ms";
    timed(cancel_slow_work(20, 0)).await.gave("cancelled", cause).took_no_time(cause);
    timed(cancel_slow_work(0, 20)).await.gave("completed", cause).took_no_time(cause);
}

/// Called at 0 ms and first polled at 4 ms: the timeout of 10 ms counts from there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| cancel_slow_work(20, 10));
    let call = cancel_slow_work(20, 10);
    sleep_ms(4).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    let seen = timed(call).await;
    seen.took_at_least_ms(10, "a deadline computed by the call itself, before the first poll");
}

/// Thirty random pairs of times.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_times_will_do() {
    let mut rng = Rng::of_this_run();
    for _ in 0..30 {
        let work_ms = rng.pick(0..100_000);
        let timeout_ms = (work_ms + rng.pick(1..100_000)) % 100_000;
        let expected = if work_ms < timeout_ms { "completed" } else { "cancelled" };
        let seen = timed(cancel_slow_work(work_ms, timeout_ms)).await;
        expect(seen.value == expected, || {
            Failure::new(format!("work of {work_ms} ms with a timeout of {timeout_ms} ms: {:?}", seen.value))
                .expected(format!("{expected:?}"))
                .seen(format!("{:?} after {} ms", seen.value, seen.ms))
                .cause("a rule made for certain times: the label is that of whichever ends first")
        });
        let late = if work_ms < timeout_ms { WAITS_OUT_THE_TIMEOUT } else { NOW_AND_THEN };
        seen.took_ms(work_ms.min(timeout_ms), Causes::of(late, NO_SLEEP));
    }
}

pub static ANSWER: Answer<fn(u64, u64) -> LocalBoxFuture<'static, &'static str>> = Answer::new();

fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> LocalBoxFuture<'static, &'static str> {
    ANSWER.get()(work_ms, timeout_ms)
}

const TO_THE_END: &str =
    "waiting for the work although the time is over: at the timeout the work is dropped, not awaited";
const WAITS_OUT_THE_TIMEOUT: &str =
    "waiting for the timeout although the work is done: a race ends with its first finisher";
const NOW_AND_THEN: &str = "looking at the clock only now and then: wait for the work and for a timer at \
     the same time, with timeout or select!";
const NO_SLEEP: &str =
    "the label worked out from the two numbers, or a sleep without its .await: no work is done";
const TOO_SMALL: &str = "the number of ms cut down to a type that is too small for it, such as u16";
