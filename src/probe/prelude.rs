//! What nearly every file of claims needs: `use tokio_katas::probe::prelude::*;`.

pub use super::{
    Answer, Borrowed, Causes, DETACHED, Done, End, Erased, ErasedFuture, ErasedStream, ErasedWork, Eraser,
    Failed, Failure, Jobs, Lane, LocalClone, LocalErased, LocalErasedFuture, Rng, SENDER_ALIVE, Timed,
    begins_when_polled, beside, claim, drop_after_ms, erased_work, expect, expect_all_cancelled, expect_eq,
    expect_in_input_order, expect_left_nothing, expect_needs_no_runtime, expect_no_tasks,
    let_the_runtime_run, new_scene, on_deadlock, on_panic, sleep_ms, stops_when_dropped, tasks_alive, then,
    timed,
};
