//! The kata `tiny`, and its claims.

use std::process::ExitCode;

#[path = "bridge/pair.rs"]
mod pair;
#[path = "bridge/total.rs"]
mod total;

fn main() -> ExitCode {
    pair::register();
    total::register();
    tiny::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/tiny.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/tiny/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
