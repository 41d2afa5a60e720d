//! `test_limit`: the learner's tests of `map_limited`, on right answers and on wrong ones.

use tokio_katas::probe::Answer;

use crate::answers::map_limited::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_limit", suite: &SUITE, right: RIGHT, wrong: WRONG };

of_the_tests!(every_right_answer_passes);
of_the_tests!(every_row_is_a_test);
of_the_tests!(no_test_waits_for_the_real_clock);
of_the_tests!(every_test_can_fail);

catches!(
    catches_acquire_not_awaited,
    "runs all its jobs at once, whatever the limit",
    "no test counts how many jobs run at the same time, or looks at when they start",
);

catches!(
    catches_guard_in_while_let,
    "runs one job at a time, whatever the limit",
    "no test expects that two jobs do run at once: \"at most 2\" is true of 1 as well",
);

catches!(
    catches_batches,
    "works in batches",
    "no test has a short job beside a long one, and looks at when the next one starts",
);

catches!(
    catches_buffered,
    "keeps the place of a finished job that is behind a slow one",
    "no test has a slow job at the head and several short ones behind it",
);

catches!(
    catches_dealt_out,
    "deals the items out to the places beforehand",
    "no test has jobs of unequal lengths, and looks at when each of them starts",
);

catches!(
    catches_called_before_it_has_a_place,
    "calls work before the item has a place",
    "no test notes when work is called: a line above its async block runs in the call, one inside at \
         the first poll",
);

catches!(
    catches_from_the_end,
    "begins with the last item",
    "no test looks at the order in which the jobs start",
);

catches!(
    catches_join_set_order,
    "returns its results in the order in which the jobs ended",
    "no test has a first job that ends last, and looks at the order of the results",
);

catches!(
    catches_polls_on_a_timer,
    "looks every millisecond whether a place is free",
    "no test says exactly when a job starts, or when the whole ends",
);

catches!(
    catches_waits_for_a_first,
    "never ends if there are no items",
    "no test tries the smallest input, an empty list",
);

catches!(
    catches_zero_permits,
    "never ends with a limit of 0",
    "no test tries the smallest limit: the contract says that 0 counts as 1",
);

catches!(
    catches_fifteen_hundred_at_most,
    "never runs more than 1,500 jobs at a time",
    "no test has a limit of thousands: a limit of the answer's own shows only beyond it",
);

catches!(
    catches_first_batch_in_the_call,
    "starts its first jobs before it is polled",
    "no test makes the future, and looks before it awaits it whether work has been called",
);

catches!(
    catches_dispatcher_task,
    "goes on after its future is dropped",
    "no test drops the future half-way, and looks at what still starts",
);
