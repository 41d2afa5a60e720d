//! The claims of the kata `blocking`, a file for each level. Check them with
//! `cargo test --test blocking`, and one level with `cargo test --test blocking LEVEL`.

#[path = "blocking/off_the_runtime.rs"]
mod off_the_runtime;

#[path = "blocking/sum_in_slices.rs"]
mod sum_in_slices;

#[path = "blocking/read_all.rs"]
mod read_all;

#[path = "blocking/map_blocking.rs"]
mod map_blocking;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/blocking.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/blocking/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
