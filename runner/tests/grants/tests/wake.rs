//! The claims of the kata `wake`.

#[path = "wake/wait_for.rs"]
mod wait_for;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/wake.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/wake/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
