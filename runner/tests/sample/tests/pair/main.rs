//! The kata `pair`, and its claims.

use std::process::ExitCode;

#[path = "bridge/overlap.rs"]
mod overlap;
#[path = "bridge/tally.rs"]
mod tally;

fn main() -> ExitCode {
    overlap::register();
    tally::register();
    pair::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/pair.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/pair/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
