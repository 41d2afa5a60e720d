//! What nearly every file of claims uses: `use tokio_katas::probe::prelude::*;`.

pub use super::{
    Answer, Done, End, Failed, Failure, Jobs, Lane, Seed, Timed, beside, claim, drop_after_ms, expect,
    expect_eq, expect_needs_no_runtime, expect_no_tasks, let_the_runtime_run, new_scene, sleep_ms,
    tasks_alive, timed,
};
