//! The claims of the kata `shutdown`, a file for each level. Check them with
//! `cargo test --test shutdown`, and one level with `cargo test --test shutdown LEVEL`.

#[path = "shutdown/drain_on_shutdown.rs"]
mod drain_on_shutdown;
#[path = "shutdown/finish_within.rs"]
mod finish_within;
#[path = "shutdown/run_stream_pipeline_until_shutdown.rs"]
mod run_stream_pipeline_until_shutdown;
#[path = "shutdown/run_workers.rs"]
mod run_workers;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/shutdown.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/shutdown/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
