//! The claims of the kata `tiny`.

pub mod pair;
pub mod total;

pub use tokio_katas::probe::{run_claims, run_kata};
