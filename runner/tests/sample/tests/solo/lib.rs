//! The claims of the kata `solo`.

pub mod answer;

pub use tokio_katas::probe::{run_claims, run_kata};
