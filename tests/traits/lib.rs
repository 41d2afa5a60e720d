//! The claims of the kata `traits`, a file for each level. Check them with
//! `cargo test --test traits`, and one level with `cargo test --test traits LEVEL`.

pub mod dispatch;
pub mod find_all;
pub mod timeout_retry;

pub use tokio_katas::probe::{run_claims, run_kata};
