//! The claims of the kata `stream`, a file for each level. Check them with
//! `cargo test --test stream`, and one level with `cargo test --test stream LEVEL`.

pub mod batches;
pub mod collect_streaming_messages;
pub mod fetch_and_store;
pub mod merge;
pub mod pump;
pub mod run_stream_pipeline;

pub use tokio_katas::probe::{run_claims, run_kata};
