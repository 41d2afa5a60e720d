//! The claims of the kata `limit`, a file for each level. Check them with
//! `cargo test --test limit`, and one level with `cargo test --test limit LEVEL`.

pub mod bulkhead;
pub mod map_limited;
pub mod map_within_budget;
pub mod paced;
pub mod run_job_fanout_with_limit;
pub mod token_bucket;

pub use tokio_katas::probe::{run_claims, run_kata};

mod takes;
