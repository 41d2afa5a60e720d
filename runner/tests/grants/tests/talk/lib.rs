//! The claims of the kata `talk`.

pub mod echo;

pub use tokio_katas::probe::{run_claims, run_kata};
