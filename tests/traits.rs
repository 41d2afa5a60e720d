//! The claims of the kata `traits`, a file for each level. Check them with
//! `cargo test --test traits`, and one level with `cargo test --test traits LEVEL`.

#[path = "traits/dispatch.rs"]
mod dispatch;
#[path = "traits/find_all.rs"]
mod find_all;
#[path = "traits/timeout_retry.rs"]
mod timeout_retry;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/traits.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/traits/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
