//! The claims of the kata `pair`.

pub mod overlap;
pub mod tally;

pub use tokio_katas::probe::{run_claims, run_kata};
