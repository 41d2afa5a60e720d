//! The claims of the kata `tiny`.

#[path = "tiny/pair.rs"]
mod pair;
#[path = "tiny/total.rs"]
mod total;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/tiny.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/tiny/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
