//! The kata `talk`, and its claims.

use std::process::ExitCode;

#[path = "bridge/echo.rs"]
mod echo;

fn main() -> ExitCode {
    echo::register();
    talk::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/talk.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/talk/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
