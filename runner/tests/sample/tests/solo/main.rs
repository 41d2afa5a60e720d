//! The kata `solo`, and its claims.

use std::process::ExitCode;

#[path = "bridge/answer.rs"]
mod answer;

fn main() -> ExitCode {
    answer::register();
    solo::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/solo.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/solo/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
