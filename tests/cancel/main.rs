//! The kata `cancel`, and its claims.

use std::process::ExitCode;

#[path = "bridge/cancel_slow_work.rs"]
mod cancel_slow_work;
#[path = "bridge/first_completed_label.rs"]
mod first_completed_label;
#[path = "bridge/first_success.rs"]
mod first_success;
#[path = "bridge/retry.rs"]
mod retry;
#[path = "bridge/run_to_completion.rs"]
mod run_to_completion;
#[path = "bridge/send_all.rs"]
mod send_all;
#[path = "bridge/with_deadline.rs"]
mod with_deadline;
#[path = "bridge/write_within.rs"]
mod write_within;

fn main() -> ExitCode {
    cancel_slow_work::register();
    first_completed_label::register();
    first_success::register();
    retry::register();
    run_to_completion::register();
    send_all::register();
    with_deadline::register();
    write_within::register();
    cancel::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/cancel.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/cancel/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
