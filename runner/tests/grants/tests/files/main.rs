//! The kata `files`, and its claims.

use std::process::ExitCode;

#[path = "bridge/keep.rs"]
mod keep;

fn main() -> ExitCode {
    keep::register();
    files::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/files.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/files/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
