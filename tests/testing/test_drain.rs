//! `test_drain`: the learner's tests of `drain_on_shutdown`, on right answers and on wrong ones.

use tokio_katas::probe::{Answer, claim};

use crate::answers::drain_on_shutdown::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_drain", suite: &SUITE, right: RIGHT, wrong: WRONG };

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
async fn catches_two_at_once() {
    LEVEL.catches(
        "two_at_once",
        "works on two jobs at once",
        "no test says when each job begins, or when the whole ends",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_empty_is_the_end() {
    LEVEL.catches(
        "empty_is_the_end",
        "ends as soon as the queue is empty",
        "no test lets the queue run empty while a sender is still there",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_queue_thrown_away() {
    LEVEL.catches(
        "queue_thrown_away",
        "throws away what is queued at the shutdown",
        "no test has jobs in the queue when the shutdown comes, and looks at their results",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_job_cut_short() {
    LEVEL.catches(
        "job_cut_short",
        "drops the job in hand at the shutdown",
        "no test sends the shutdown in the middle of a job, and looks at that job's result",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_never_closed() {
    LEVEL.catches(
        "never_closed",
        "goes on taking new jobs after the shutdown",
        "no test tries to send after the shutdown",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_between_jobs() {
    LEVEL.catches(
        "between_jobs",
        "hears of the shutdown only between two jobs",
        "no test tries to send after the shutdown while the job in hand still runs",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_waits_for_a_change() {
    LEVEL.catches(
        "waits_for_a_change",
        "does not hear a shutdown that was there from the start",
        "no test has a shutdown that is true before the call",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_any_change() {
    LEVEL.catches(
        "any_change",
        "takes every change for a shutdown, even one to false",
        "no test sends a false",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_first_change_only() {
    LEVEL.catches("first_change_only", "hears nothing after a false", "no test sends a true after a false");
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_lost_sender_is_a_shutdown() {
    LEVEL.catches(
        "lost_sender_is_a_shutdown",
        "takes the loss of the shutdown's sender for a shutdown",
        "no test drops the shutdown's sender without a true, and goes on sending jobs",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_true_of_a_lost_sender() {
    LEVEL.catches(
        "true_of_a_lost_sender",
        "misses the true that a lost sender has left behind",
        "no test sends true and drops the shutdown's sender in the same breath",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_try_recv_for_the_rest() {
    LEVEL.catches(
        "try_recv_for_the_rest",
        "forgets a permit that is still out",
        "no test reserves a permit before the shutdown and uses it afterwards",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_local_queue() {
    LEVEL.catches(
        "local_queue",
        "takes jobs out of the channel before their turn",
        "no test looks whether the channel is full while a job is in hand",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_only_64_more() {
    LEVEL.catches(
        "only_64_more",
        "works off no more than 64 queued jobs",
        "no test has many jobs in the queue at the shutdown",
    );
}

#[claim]
#[tokio::test(start_paused = true)]
async fn catches_closed_in_the_call() {
    LEVEL.catches(
        "closed_in_the_call",
        "closes the channel before it is polled",
        "no test makes the future, and looks before it is polled whether the channel is still open",
    );
}
