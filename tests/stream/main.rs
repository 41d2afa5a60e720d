//! The kata `stream`, and its claims.

use std::process::ExitCode;

#[path = "bridge/batches.rs"]
mod batches;
#[path = "bridge/collect_streaming_messages.rs"]
mod collect_streaming_messages;
#[path = "bridge/fetch_and_store.rs"]
mod fetch_and_store;
#[path = "bridge/merge.rs"]
mod merge;
#[path = "bridge/pump.rs"]
mod pump;
#[path = "bridge/run_stream_pipeline.rs"]
mod run_stream_pipeline;

fn main() -> ExitCode {
    batches::register();
    collect_streaming_messages::register();
    fetch_and_store::register();
    merge::register();
    pump::register();
    run_stream_pipeline::register();
    stream::run_kata!()
}

// The kata comes last: a macro that it defines reaches nothing else.
#[cfg_attr(not(feature = "solutions"), path = "../../katas/stream.rs")]
#[cfg_attr(feature = "solutions", path = "../../answers/stream/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
