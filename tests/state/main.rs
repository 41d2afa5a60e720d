//! The kata `state`, handed over to its claims.

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
    count_up::hand_over();
    cache::hand_over();
    account::hand_over();
    append_all::hand_over();
    state::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/state.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/state/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
