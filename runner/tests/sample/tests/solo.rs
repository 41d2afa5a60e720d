#[path = "solo/answer.rs"]
mod answer;

#[cfg_attr(not(feature = "solutions"), path = "../katas/solo.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/solo/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
