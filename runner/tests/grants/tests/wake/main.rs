//! The kata `wake`, and its claims.

use std::process::ExitCode;

#[path = "bridge/wait_for.rs"]
mod wait_for;

fn main() -> ExitCode {
    wait_for::register();
    wake::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/wake.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/wake/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
