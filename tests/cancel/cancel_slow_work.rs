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
    let cause = "the two labels mixed up, or given without a look at what came first";
    expect_eq("work that was first", &seen.value, &"completed", cause);
    seen.took_ms(work_ms, TO_THE_END);
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
    seen.gave("cancelled", "the two labels mixed up, or a timeout that is checked too rarely or too late");
    seen.took_ms(timeout_ms, TO_THE_END);
}

/// Zero is a time like any other: no work is done at once, no patience ends at once.
#[claim]
#[tokio::test(start_paused = true)]
async fn zero_ms_are_zero_ms() {
    let cause = "zero read as \"no timeout\", or rounded up to 1 ms";
    timed(cancel_slow_work(20, 0)).await.gave("cancelled", cause).took_no_time(cause);
    timed(cancel_slow_work(0, 20)).await.gave("completed", cause).took_no_time(cause);
}

/// Thirty pairs of times that no answer can know beforehand.
#[claim]
#[tokio::test(start_paused = true)]
async fn any_times_will_do() {
    let mut seed = Seed::of_this_run();
    for _ in 0..30 {
        let work_ms = seed.pick(0..100_000);
        let timeout_ms = (work_ms + seed.pick(1..100_000)) % 100_000;
        let expected = if work_ms < timeout_ms { "completed" } else { "cancelled" };
        let seen = timed(cancel_slow_work(work_ms, timeout_ms)).await;
        expect(seen.value == expected, || {
            Failure::new(format!("work of {work_ms} ms with a timeout of {timeout_ms} ms: {:?}", seen.value))
                .expected(format!("{expected:?}"))
                .seen(format!("{:?} after {} ms", seen.value, seen.ms))
                .cause("an answer made for certain times, or a number that does not fit its type")
        });
        seen.took_ms(work_ms.min(timeout_ms), TO_THE_END);
    }
}

/// Called at 0 ms, polled from 4 ms on: the 10 ms of patience count from there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(|| cancel_slow_work(20, 10));
    let call = cancel_slow_work(20, 10);
    sleep_ms(4).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    let seen = timed(call).await;
    seen.took_at_least_ms(10, "a timer or a task that the call started, before the first poll");
}

/// At 10 ms the work has 40 ms to go; the other way round it is the timeout that has.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_is_left_running() {
    for (work_ms, timeout_ms) in [(50, 10), (10, 50)] {
        cancel_slow_work(work_ms, timeout_ms).await;
        expect_no_tasks(
            "a task that nobody stopped: dropping its JoinHandle detaches it, and an aborted task is gone \
             only once it has been awaited",
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
        "the work held by a plain JoinHandle: dropping the handle detaches its task; a JoinSet aborts its \
         tasks",
    );
}

pub static ANSWER: Answer<fn(u64, u64) -> LocalBoxFuture<'static, &'static str>> = Answer::new();

fn cancel_slow_work(work_ms: u64, timeout_ms: u64) -> LocalBoxFuture<'static, &'static str> {
    ANSWER.get()(work_ms, timeout_ms)
}

const TO_THE_END: &str = "waiting for the work although the time is over, or for the timeout although the work \
                          is done, or looking at the clock only now and then: a race ends with its first \
                          finisher";
