//! The kata `drive`, and its claims.

use std::process::ExitCode;

#[path = "bridge/finish.rs"]
mod finish;

fn main() -> ExitCode {
    finish::register();
    drive::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/drive.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/drive/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
