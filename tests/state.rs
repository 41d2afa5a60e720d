//! The claims of the kata `state`, a file for each level. Check them with
//! `cargo test --test state`, and one level with `cargo test --test state LEVEL`.

#[path = "state/count_up.rs"]
mod count_up;

#[path = "state/cache.rs"]
mod cache;

#[path = "state/account.rs"]
mod account;

#[path = "state/append_all.rs"]
mod append_all;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/state.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/state/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
