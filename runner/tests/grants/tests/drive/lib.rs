//! The claims of the kata `drive`.

pub mod finish;

pub use tokio_katas::probe::{run_claims, run_kata};
