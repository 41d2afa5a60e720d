//! The claims of the kata `stream`, a file for each level. Check them with
//! `cargo test --test stream`, and one level with `cargo test --test stream LEVEL`.

#[path = "stream/batches.rs"]
mod batches;
#[path = "stream/collect_streaming_messages.rs"]
mod collect_streaming_messages;
#[path = "stream/merge.rs"]
mod merge;
#[path = "stream/pump.rs"]
mod pump;
#[path = "stream/run_stream_pipeline.rs"]
mod run_stream_pipeline;

// The kata comes last: a macro that it defines reaches no claim.
#[cfg_attr(not(feature = "solutions"), path = "../katas/stream.rs")]
#[cfg_attr(feature = "solutions", path = "../answers/stream/reference.rs")]
#[allow(unused_variables, dead_code)]
mod kata;
