//! `test_retry`: the learner's tests of `retry`, on right answers and on wrong ones.

use tokio_katas::probe::Answer;

use crate::answers::retry::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_retry", suite: &SUITE, right: RIGHT, wrong: WRONG };

of_the_tests!(every_right_answer_passes);
of_the_tests!(every_row_is_a_test);
of_the_tests!(no_test_waits_for_the_real_clock);
of_the_tests!(every_test_can_fail);

catches!(
    catches_goes_on_after_success,
    "goes on trying after a success",
    "no test counts the tries once one has succeeded",
);

catches!(
    catches_failure_is_the_end,
    "tries again only after a time-out",
    "no test has a try that fails and a later one that succeeds",
);

catches!(
    catches_time_out_is_the_end,
    "tries again only after a failure",
    "no test has a try that times out and a later one that succeeds",
);

catches!(
    catches_attempts_are_retries,
    "makes one try more than it may",
    "no test counts the tries when all of them fail",
);

catches!(
    catches_constant_backoff,
    "waits the same time after each try",
    "no test says when the third try begins: one wait alone does not show that they grow",
);

catches!(
    catches_doubling_backoff,
    "doubles the wait each time",
    "no test has three waits: after 10 and 20 ms come 30, or 40",
);

catches!(
    catches_waits_after_the_last,
    "waits once more after the last try",
    "no test says exactly when it gives up",
);

catches!(
    catches_wait_from_the_start_of_the_try,
    "counts the wait from the beginning of the try",
    "no test has a try that takes some time before it fails",
);

catches!(
    catches_first_error_kept,
    "returns the error of the first try",
    "no test gives each try an error of its own, and looks at which comes back",
);

catches!(
    catches_time_outs_forgotten,
    "forgets that the last try timed out",
    "no test has a failure first and a time-out last",
);

catches!(
    catches_one_limit_for_all,
    "has one limit for all tries together",
    "no test has several tries that each use most of their time",
);

catches!(
    catches_timer_first,
    "throws away a try that takes exactly its time",
    "no test has a try that is ready at the very instant of the limit",
);

catches!(
    catches_held_during_the_wait,
    "keeps a late try alive during the wait",
    "no test looks at when a try that is out of time is dropped",
);

catches!(
    catches_next_try_made_before_the_wait,
    "calls op for the next try before the wait",
    "no test notes when op is called: a line above its async block runs in the call, one inside at \
         the first poll",
);

catches!(
    catches_tries_from_zero,
    "numbers its tries from 0",
    "no test looks at the number that op is called with",
);

catches!(
    catches_no_attempts_no_try,
    "makes no try at all with 0 attempts",
    "no test tries the smallest number of attempts: the contract says that 0 counts as 1",
);

catches!(
    catches_first_try_in_the_call,
    "begins its first try before it is polled",
    "no test makes the future, and looks before it awaits it whether op has been called",
);
