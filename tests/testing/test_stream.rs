//! `test_stream`: the learner's tests of `batches`, on right answers and on wrong ones.

use tokio_katas::probe::{Answer, claim};

use crate::answers::batches::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_stream", suite: &SUITE, right: RIGHT, wrong: WRONG };

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
async fn catches_one_too_many() {
    LEVEL.catches(
        "one_too_many",
        "puts one item too many into a batch",
        "no test looks at how many items are in a full batch",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_last_batch_lost() {
    LEVEL.catches(
        "last_batch_lost",
        "loses the batch that is open at the end",
        "no test has a source that ends in the middle of a batch",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_empty_one_at_the_end() {
    LEVEL.catches(
        "empty_one_at_the_end",
        "ends with an empty batch",
        "no test has a source that ends when no batch is open",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_looks_at_the_clock() {
    LEVEL.catches(
        "looks_at_the_clock",
        "closes a batch only when the next item comes",
        "no test says when a batch comes that is closed by time",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_timeout_around_the_batch() {
    LEVEL.catches(
        "timeout_around_the_batch",
        "loses the items of a batch that is closed by time",
        "no test looks at the items of a batch that is closed by time",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_wait_begins_anew() {
    LEVEL.catches(
        "wait_begins_anew",
        "begins its wait anew with each item",
        "no test has items that keep coming, each before the wait is over",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_clock_before_the_first_item() {
    LEVEL.catches(
        "clock_before_the_first_item",
        "starts its clock before the first item",
        "no test has a first item that comes late",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_interval() {
    LEVEL.catches(
        "interval",
        "closes its batches at the ticks of an interval",
        "no test says when a batch comes whose first item comes between two multiples of the wait",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_deadline_of_the_batch_before() {
    LEVEL.catches(
        "deadline_of_the_batch_before",
        "keeps the deadline of the batch before",
        "no test has a batch that is full, and soon afterwards one that is closed by time",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_newest_first() {
    LEVEL.catches(
        "newest_first",
        "loses batches that the reader has not fetched yet",
        "no test reads slowly: it waits between two batches",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_zero_is_never_reached() {
    LEVEL.catches(
        "zero_is_never_reached",
        "never closes a batch by count if max_items is 0",
        "no test tries the smallest max_items: the contract says that 0 counts as 1",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_zero_wait_is_no_wait() {
    LEVEL.catches(
        "zero_wait_is_no_wait",
        "takes a wait of zero for no limit",
        "no test tries the smallest wait, zero",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_asks_again() {
    LEVEL.catches(
        "asks_again",
        "asks the source once more after its end",
        "no test has a source that must not be polled after its end, as `stream::unfold` is",
    );
}
