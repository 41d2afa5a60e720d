//! The kata `blocking`, and its claims.

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
    off_the_runtime::register();
    sum_in_slices::register();
    read_all::register();
    map_blocking::register();
    blocking::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/blocking.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/blocking/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
