//! The claims of the kata `files`.

pub mod keep;

pub use tokio_katas::probe::{run_claims, run_kata};
