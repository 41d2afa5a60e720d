//! The claims of the kata `shutdown`, a file for each level. Check them with
//! `cargo test --test shutdown`, and one level with `cargo test --test shutdown LEVEL`.

pub mod drain_on_shutdown;
pub mod finish_within;
pub mod run_stream_pipeline_until_shutdown;
pub mod run_workers;

pub use tokio_katas::probe::{run_claims, run_kata};
