//! `test_retry`: the learner's tests of `retry`, on right answers and on wrong ones.

use tokio_katas::probe::{Answer, claim};

use crate::answers::retry::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_retry", suite: &SUITE, right: RIGHT, wrong: WRONG };

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
async fn catches_goes_on_after_success() {
    LEVEL.catches(
        "goes_on_after_success",
        "goes on trying after a success",
        "no test counts the tries once one has succeeded",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_failure_is_the_end() {
    LEVEL.catches(
        "failure_is_the_end",
        "tries again only after a time-out",
        "no test has a try that fails and a later one that succeeds",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_time_out_is_the_end() {
    LEVEL.catches(
        "time_out_is_the_end",
        "tries again only after a failure",
        "no test has a try that times out and a later one that succeeds",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_attempts_are_retries() {
    LEVEL.catches(
        "attempts_are_retries",
        "makes one try more than it may",
        "no test counts the tries when all of them fail",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_constant_backoff() {
    LEVEL.catches(
        "constant_backoff",
        "waits the same time after each try",
        "no test says when the third try begins: one wait alone does not show that they grow",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_doubling_backoff() {
    LEVEL.catches(
        "doubling_backoff",
        "doubles the wait each time",
        "no test has three waits: after 10 and 20 ms come 30, or 40",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_waits_after_the_last() {
    LEVEL.catches(
        "waits_after_the_last",
        "waits once more after the last try",
        "no test says exactly when it gives up",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_wait_from_the_start_of_the_try() {
    LEVEL.catches(
        "wait_from_the_start_of_the_try",
        "counts the wait from the beginning of the try",
        "no test has a try that takes some time before it fails",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_first_error_kept() {
    LEVEL.catches(
        "first_error_kept",
        "returns the error of the first try",
        "no test gives each try an error of its own, and looks at which comes back",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_time_outs_forgotten() {
    LEVEL.catches(
        "time_outs_forgotten",
        "forgets that the last try timed out",
        "no test has a failure first and a time-out last",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_one_limit_for_all() {
    LEVEL.catches(
        "one_limit_for_all",
        "has one limit for all tries together",
        "no test has several tries that each use most of their time",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_timer_first() {
    LEVEL.catches(
        "timer_first",
        "throws away a try that takes exactly its time",
        "no test has a try that is ready at the very instant of the limit",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_held_during_the_wait() {
    LEVEL.catches(
        "held_during_the_wait",
        "keeps a late try alive during the wait",
        "no test looks at when a try that is out of time is dropped",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_next_try_made_before_the_wait() {
    LEVEL.catches(
        "next_try_made_before_the_wait",
        "calls op for the next try before the wait",
        "no test notes when op is called: a line above its async block runs in the call, one inside at \
         the first poll",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_tries_from_zero() {
    LEVEL.catches(
        "tries_from_zero",
        "numbers its tries from 0",
        "no test looks at the number that op is called with",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_no_attempts_no_try() {
    LEVEL.catches(
        "no_attempts_no_try",
        "makes no try at all with 0 attempts",
        "no test tries the smallest number of attempts: the contract says that 0 counts as 1",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_first_try_in_the_call() {
    LEVEL.catches(
        "first_try_in_the_call",
        "begins its first try before it is polled",
        "no test makes the future, and looks before it awaits it whether op has been called",
    );
}
