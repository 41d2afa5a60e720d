//! `first_completed_label`: two branches race, and the loser is let go.

use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

/// 5 ms against 50 ms. Awaiting both takes 50 ms, one after the other 55.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_race_is_over_after_5_ms() {
    timed(first_completed_label()).await.took_ms(5, Causes::of(WAITS_ON, NO_WAIT));
}

/// Fifty races of 5 ms each: a label that is left to chance, or kept from an earlier race, shows up.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_fast_path_wins_every_race() {
    for _ in 0..50 {
        let seen = timed(first_completed_label()).await;
        let cause = "a label that does not come from the branch that was first: of several ready branches \
                     select! picks one at random, not the one written first";
        expect_eq("the label", &seen.value, &"fast path", cause);
        seen.took_ms(5, Causes::of(WAITS_ON, NO_WAIT));
    }
}

/// At 5 ms the slow branch has 45 ms to go, and must be gone all the same. What is still alive after the runtime has run
/// once more was never stopped; what is gone by then was stopped and not awaited.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_loser_is_not_left_running() {
    first_completed_label().await;
    let_the_runtime_run().await;
    expect_no_tasks(
        "the slow branch in a task of its own that was never stopped: a dropped JoinHandle detaches it",
    );
    first_completed_label().await;
    expect_no_tasks(
        "the slow task aborted and not awaited: an aborted task is gone only once it has been awaited",
    );
}

/// Dropped at 3 ms, while both branches run.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_both_branches() {
    drop_after_ms(3, first_completed_label()).await;
    let_the_runtime_run().await;
    expect_no_tasks(
        "branches held by plain JoinHandles: dropping a handle detaches its task; dropping a JoinSet aborts \
         its tasks",
    );
}

/// Called at 0 ms and first polled at 3 ms: the race takes 5 ms from there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(first_completed_label);
    let call = first_completed_label();
    sleep_ms(3).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    let seen = timed(call).await;
    seen.took_at_least_ms(5, "a call that reads the clock itself, before the first poll");
}

pub static ANSWER: Answer<fn() -> LocalBoxFuture<'static, &'static str>> = Answer::new();

fn first_completed_label() -> LocalBoxFuture<'static, &'static str> {
    ANSWER.get()()
}

const WAITS_ON: &str =
    "awaiting both branches, with join! or one after the other: a race ends with its first finisher";
const NO_WAIT: &str = "a branch that does not wait for 5 ms: an interval's first tick comes at once, and a \
     sleep without its .await does nothing";
