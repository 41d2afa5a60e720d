//! The claims of the kata `wake`.

pub mod wait_for;

pub use tokio_katas::probe::{run_claims, run_kata};
