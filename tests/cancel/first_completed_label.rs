//! `first_completed_label`: two branches race, and the loser is let go.

use futures::future::LocalBoxFuture;
use tokio_katas::probe::prelude::*;

/// 5 ms against 50 ms. Awaiting both takes 50 ms, one after the other 55.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_race_is_over_after_5_ms() {
    timed(first_completed_label()).await.took_ms(5, WAITS_ON);
}

/// Fifty races, each of 5 ms: an answer that leaves it to chance which branch is taken, or that
/// remembers an earlier race, gives itself away.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_fast_path_wins_every_race() {
    for _ in 0..50 {
        let seen = timed(first_completed_label()).await;
        let cause = "the label does not come from the branch that was first: where several branches are \
                     ready, select! picks one at random, not the first written";
        expect_eq("the label", &seen.value, &"fast path", cause);
        seen.took_ms(5, WAITS_ON);
    }
}

/// Called at 0 ms, polled from 3 ms on: the race takes 5 ms from there.
#[claim]
#[tokio::test(start_paused = true)]
async fn nothing_happens_before_the_first_poll() {
    expect_needs_no_runtime(first_completed_label);
    let call = first_completed_label();
    sleep_ms(3).await;
    expect_no_tasks("tokio::spawn in the call itself, before the future is polled");
    let seen = timed(call).await;
    seen.took_at_least_ms(5, "a timer or a task that the call started, before the first poll");
}

/// At 5 ms the slow branch has 45 ms to go, and must be gone all the same.
#[claim]
#[tokio::test(start_paused = true)]
async fn the_loser_is_not_left_running() {
    first_completed_label().await;
    expect_no_tasks(
        "the slow branch runs in a task of its own: a dropped JoinHandle detaches it, and an aborted task \
         is gone only once it has been awaited",
    );
}

/// Dropped at 3 ms, while both branches run.
#[claim]
#[tokio::test(start_paused = true)]
async fn dropping_it_half_way_stops_both_branches() {
    drop_after_ms(3, first_completed_label()).await;
    let_the_runtime_run().await;
    expect_no_tasks(
        "branches held by plain JoinHandles: dropping a handle detaches its task; a JoinSet aborts its tasks",
    );
}

pub static ANSWER: Answer<fn() -> LocalBoxFuture<'static, &'static str>> = Answer::new();

fn first_completed_label() -> LocalBoxFuture<'static, &'static str> {
    ANSWER.get()()
}

const WAITS_ON: &str =
    "awaiting both branches, with join! or one after the other: a race ends with its first finisher";
