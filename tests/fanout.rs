//! The claims of the kata `fanout`, a file for each level. Check them with
//! `cargo test --test fanout`, and one level with `cargo test --test fanout LEVEL`.

#[path = "fanout/join_three.rs"]
mod join_three;
#[path = "fanout/run_job_fanout.rs"]
mod run_job_fanout;
#[path = "fanout/settle_all.rs"]
mod settle_all;
#[path = "fanout/try_fan_out.rs"]
mod try_fan_out;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/fanout.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/fanout/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
