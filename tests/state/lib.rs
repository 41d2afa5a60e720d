//! The claims of the kata `state`, a file for each level. Check them with
//! `cargo test --test state`, and one level with `cargo test --test state LEVEL`.

pub mod account;
pub mod append_all;
pub mod cache;
pub mod count_up;

pub use tokio_katas::probe::{run_claims, run_kata};
