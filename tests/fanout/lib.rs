//! The claims of the kata `fanout`, a file for each level. Check them with
//! `cargo test --test fanout`, and one level with `cargo test --test fanout LEVEL`.

pub mod join_three;
pub mod run_job_fanout;
pub mod settle_all;
pub mod try_fan_out;

pub use tokio_katas::probe::{run_claims, run_kata};
