//! The claims of the kata `testing`, a file for each level. Check them with
//! `cargo test --test testing`, and one level with `cargo test --test testing LEVEL`.
//!
//! Here the learner's code is not an answer, but tests of one. The answers come from `answers/`: [`suite`] runs the
//! tests of a level on each.

mod answers;
pub mod suite;
pub mod test_drain;
pub mod test_fanout;
pub mod test_limit;
pub mod test_retry;
pub mod test_stream;

pub use tokio_katas::probe::{run_claims, run_kata};
