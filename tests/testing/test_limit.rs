//! `test_limit`: the learner's tests of `map_limited`, on right answers and on wrong ones.

use tokio_katas::probe::{Answer, claim};

use crate::answers::map_limited::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_limit", suite: &SUITE, right: RIGHT, wrong: WRONG };

#[claim]
#[tokio::test(start_paused = true)]
async fn every_right_answer_passes() {
    LEVEL.every_right_answer_passes();
}

#[claim]
#[tokio::test(start_paused = true)]
async fn every_row_is_a_test() {
    LEVEL.every_row_is_a_test();
}

#[claim]
#[tokio::test(start_paused = true)]
async fn no_test_waits_for_the_real_clock() {
    LEVEL.no_test_waits_for_the_real_clock();
}

#[claim]
#[tokio::test(start_paused = true)]
async fn every_test_can_fail() {
    LEVEL.every_test_can_fail();
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_acquire_not_awaited() {
    LEVEL.catches(
        "acquire_not_awaited",
        "runs all its jobs at once, whatever the limit",
        "no test counts how many jobs run at the same time, or looks at when they start",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_guard_in_while_let() {
    LEVEL.catches(
        "guard_in_while_let",
        "runs one job at a time, whatever the limit",
        "no test expects that two jobs do run at once: \"at most 2\" is true of 1 as well",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_batches() {
    LEVEL.catches(
        "batches",
        "works in batches",
        "no test has a short job beside a long one, and looks at when the next one starts",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_buffered() {
    LEVEL.catches(
        "buffered",
        "keeps the place of a finished job that is behind a slow one",
        "no test has a slow job at the head and several short ones behind it",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_dealt_out() {
    LEVEL.catches(
        "dealt_out",
        "deals the items out to the places beforehand",
        "no test has jobs of unequal lengths, and looks at when each of them starts",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_called_before_it_has_a_place() {
    LEVEL.catches(
        "called_before_it_has_a_place",
        "calls work before the item has a place",
        "no test notes when work is called: a line above its async block runs in the call, one inside at \
         the first poll",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_from_the_end() {
    LEVEL.catches(
        "from_the_end",
        "begins with the last item",
        "no test looks at the order in which the jobs start",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_join_set_order() {
    LEVEL.catches(
        "join_set_order",
        "returns its results in the order in which the jobs ended",
        "no test has a first job that ends last, and looks at the order of the results",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_polls_on_a_timer() {
    LEVEL.catches(
        "polls_on_a_timer",
        "looks every millisecond whether a place is free",
        "no test says exactly when a job starts, or when the whole ends",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_waits_for_a_first() {
    LEVEL.catches(
        "waits_for_a_first",
        "never ends if there are no items",
        "no test tries the smallest input, an empty list",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_zero_permits() {
    LEVEL.catches(
        "zero_permits",
        "never ends with a limit of 0",
        "no test tries the smallest limit: the contract says that 0 counts as 1",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_fifteen_hundred_at_most() {
    LEVEL.catches(
        "fifteen_hundred_at_most",
        "never runs more than 1,500 jobs at a time",
        "no test has a limit of thousands: a limit of the answer's own shows only beyond it",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_first_batch_in_the_call() {
    LEVEL.catches(
        "first_batch_in_the_call",
        "starts its first jobs before it is polled",
        "no test makes the future, and looks before it awaits it whether work has been called",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_dispatcher_task() {
    LEVEL.catches(
        "dispatcher_task",
        "goes on after its future is dropped",
        "no test drops the future half-way, and looks at what still starts",
    );
}
