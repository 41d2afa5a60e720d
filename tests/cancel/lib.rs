//! The claims of the kata `cancel`, a file for each level. Check them with
//! `cargo test --test cancel`, and one level with `cargo test --test cancel LEVEL`.

pub mod cancel_slow_work;
pub mod first_completed_label;
pub mod first_success;
pub mod retry;
pub mod run_to_completion;
pub mod send_all;
pub mod with_deadline;
pub mod write_within;

pub use tokio_katas::probe::{run_claims, run_kata};
