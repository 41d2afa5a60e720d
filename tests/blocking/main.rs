//! The kata `blocking`, handed over to its claims.

use std::process::ExitCode;

#[path = "bridge/map_blocking.rs"]
mod map_blocking;
#[path = "bridge/off_the_runtime.rs"]
mod off_the_runtime;
#[path = "bridge/read_all.rs"]
mod read_all;
#[path = "bridge/sum_in_slices.rs"]
mod sum_in_slices;

fn main() -> ExitCode {
    off_the_runtime::hand_over();
    sum_in_slices::hand_over();
    read_all::hand_over();
    map_blocking::hand_over();
    blocking::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/blocking.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/blocking/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
