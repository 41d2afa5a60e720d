//! What nearly every file of claims needs: `use tokio_katas::probe::prelude::*;`.

pub use super::{
    Answer, Borrowed, Causes, Done, End, Erased, ErasedFuture, ErasedStream, ErasedWork, Eraser, Failed,
    Failure, Jobs, Lane, LocalErased, LocalErasedFuture, Seed, Timed, beside, claim, drop_after_ms,
    erased_work, expect, expect_eq, expect_needs_no_runtime, expect_no_tasks, let_the_runtime_run, new_scene,
    sleep_ms, tasks_alive, then, timed,
};
