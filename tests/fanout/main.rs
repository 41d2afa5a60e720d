//! The kata `fanout`, and its claims.

use std::process::ExitCode;

#[path = "bridge/join_three.rs"]
mod join_three;
#[path = "bridge/run_job_fanout.rs"]
mod run_job_fanout;
#[path = "bridge/settle_all.rs"]
mod settle_all;
#[path = "bridge/try_fan_out.rs"]
mod try_fan_out;

fn main() -> ExitCode {
    join_three::register();
    run_job_fanout::register();
    settle_all::register();
    try_fan_out::register();
    fanout::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/fanout.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/fanout/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
