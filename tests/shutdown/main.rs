//! The kata `shutdown`, and its claims.

use std::process::ExitCode;

#[path = "bridge/drain_on_shutdown.rs"]
mod drain_on_shutdown;
#[path = "bridge/finish_within.rs"]
mod finish_within;
#[path = "bridge/run_stream_pipeline_until_shutdown.rs"]
mod run_stream_pipeline_until_shutdown;
#[path = "bridge/run_workers.rs"]
mod run_workers;

fn main() -> ExitCode {
    drain_on_shutdown::register();
    finish_within::register();
    run_stream_pipeline_until_shutdown::register();
    run_workers::register();
    shutdown::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/shutdown.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/shutdown/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
