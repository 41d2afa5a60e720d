//! `test_fanout`: the learner's tests of `run_job_fanout`, on right answers and on wrong ones.

use tokio_katas::probe::Answer;

use crate::answers::run_job_fanout::{RIGHT, WRONG};
use crate::suite::Level;

/// Set by the bridge.
pub static SUITE: Answer<&'static str> = Answer::new();

const LEVEL: Level = Level { name: "test_fanout", suite: &SUITE, right: RIGHT, wrong: WRONG };

of_the_tests!(every_right_answer_passes);
of_the_tests!(every_row_is_a_test);
of_the_tests!(no_test_waits_for_the_real_clock);
of_the_tests!(every_test_can_fail);

catches!(
    catches_one_by_one,
    "runs its jobs one after the other",
    "no test looks at the time that several jobs take together: 10, 20 and 30 ms at once are 30 ms, not 60",
);

catches!(
    catches_sleep_not_awaited,
    "takes no time at all",
    "no test says the time exactly: a bound above, `elapsed < 40 ms`, holds for an answer that does no work at all",
);

catches!(
    catches_input_as_it_is,
    "passes the inputs on as they are, with ids from 1",
    "no test looks at the results themselves, their ids and messages, but only at how many there are",
);

catches!(
    catches_ascii_upper_case,
    "turns only the letters a to z into upper case",
    "no test has an input with other letters: é, ß",
);

catches!(
    catches_map_by_input,
    "keeps one result of equal inputs",
    "no test has the same input twice: each is a job of its own",
);

catches!(
    catches_waits_for_nothing,
    "waits although there is no job",
    "no test tries the smallest input, an empty list, and the time that it takes",
);

catches!(
    catches_a_few_words,
    "knows only the words of the examples",
    "no test has words of its own: all inputs are a letter or two, or those of the examples",
);

catches!(
    catches_sorted_as_text,
    "sorts its results by the text of the id, 10 before 2",
    "no test looks at the order of more than ten results: up to there, both orders are the same",
);

catches!(
    catches_a_hundred_at_a_time,
    "runs a hundred jobs at a time, and not all",
    "no test starts many jobs: a limit that nobody asked for shows only beyond it",
);

catches!(
    catches_static_counter,
    "goes on counting its ids in the next call",
    "no test calls it twice: what a call leaves behind shows in the next",
);

catches!(
    catches_eager,
    "begins before it is polled",
    "no test makes the future now and awaits it later: nothing may happen before, so it still takes its full time",
);
