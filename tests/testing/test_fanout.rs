//! `test_fanout`: the learner's tests of `run_job_fanout`, on right answers and on wrong ones.

use tokio_katas::probe::{Answer, claim};

use crate::answers::run_job_fanout::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_fanout", suite: &SUITE, right: RIGHT, wrong: WRONG };

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
async fn catches_one_by_one() {
    LEVEL.catches(
        "one_by_one",
        "runs its jobs one after the other",
        "no test looks at the time that several jobs take together: 10, 20 and 30 ms at once are 30 ms, not 60",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_sleep_not_awaited() {
    LEVEL.catches(
        "sleep_not_awaited",
        "takes no time at all",
        "no test says the time exactly: a bound above, `elapsed < 40 ms`, holds for an answer that does no work at all",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_input_as_it_is() {
    LEVEL.catches(
        "input_as_it_is",
        "passes the inputs on as they are, with ids from 1",
        "no test looks at the results themselves, their ids and messages, but only at how many there are",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_ascii_upper_case() {
    LEVEL.catches(
        "ascii_upper_case",
        "turns only the letters a to z into upper case",
        "no test has an input with other letters: é, ß",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_map_by_input() {
    LEVEL.catches(
        "map_by_input",
        "keeps one result of equal inputs",
        "no test has the same input twice: each is a job of its own",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_waits_for_nothing() {
    LEVEL.catches(
        "waits_for_nothing",
        "waits although there is no job",
        "no test tries the smallest input, an empty list, and the time that it takes",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_a_few_words() {
    LEVEL.catches(
        "a_few_words",
        "knows only the words of the examples",
        "no test has words of its own: all inputs are a letter or two, or those of the examples",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_sorted_as_text() {
    LEVEL.catches(
        "sorted_as_text",
        "sorts its results by the text of the id, 10 before 2",
        "no test looks at the order of more than ten results: up to there, both orders are the same",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_a_hundred_at_a_time() {
    LEVEL.catches(
        "a_hundred_at_a_time",
        "runs a hundred jobs at a time, and not all",
        "no test starts many jobs: a limit that nobody asked for shows only beyond it",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_static_counter() {
    LEVEL.catches(
        "static_counter",
        "goes on counting its ids in the next call",
        "no test calls it twice: what a call leaves behind shows in the next",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_eager() {
    LEVEL.catches(
        "eager",
        "begins before it is polled",
        "no test makes the future now and awaits it later: nothing may happen before, so it still takes its full time",
    );
}
