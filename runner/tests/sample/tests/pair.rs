#[path = "pair/overlap.rs"]
mod overlap;
#[path = "pair/tally.rs"]
mod tally;

#[cfg_attr(not(feature = "solutions"), path = "../katas/pair.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/pair/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
