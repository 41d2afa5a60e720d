//! The claims of the kata `select`, a file for each level. Check them with
//! `cargo test --test select`, and one level with `cargo test --test select LEVEL`.

pub mod apply_latest;
pub mod follow;
pub mod read_frame;
pub mod run_every;
pub mod with_progress;

pub use tokio_katas::probe::{run_claims, run_kata};
