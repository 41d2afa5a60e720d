//! The kata `traits`, and its claims.

use std::process::ExitCode;

#[path = "bridge/dispatch.rs"]
mod dispatch;
#[path = "bridge/find_all.rs"]
mod find_all;
#[path = "bridge/timeout_retry.rs"]
mod timeout_retry;

fn main() -> ExitCode {
    dispatch::register();
    find_all::register();
    timeout_retry::register();
    traits::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/traits.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/traits/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
