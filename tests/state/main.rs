//! The kata `state`, and its claims.

use std::process::ExitCode;

#[path = "bridge/account.rs"]
mod account;
#[path = "bridge/append_all.rs"]
mod append_all;
#[path = "bridge/cache.rs"]
mod cache;
#[path = "bridge/count_up.rs"]
mod count_up;

fn main() -> ExitCode {
    count_up::register();
    cache::register();
    account::register();
    append_all::register();
    state::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/state.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/state/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
