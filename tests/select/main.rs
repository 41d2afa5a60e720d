//! The kata `select`, and its claims.

use std::process::ExitCode;

#[path = "bridge/apply_latest.rs"]
mod apply_latest;
#[path = "bridge/follow.rs"]
mod follow;
#[path = "bridge/read_frame.rs"]
mod read_frame;
#[path = "bridge/run_every.rs"]
mod run_every;
#[path = "bridge/with_progress.rs"]
mod with_progress;

fn main() -> ExitCode {
    apply_latest::register();
    follow::register();
    read_frame::register();
    run_every::register();
    with_progress::register();
    select::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/select.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/select/reference.rs")]
// A stub does not use the `Vec` of `read_frame` as one yet.
#[allow(unused_variables, dead_code, clippy::ptr_arg)]
mod kata;
