//! The claims of the kata `blocking`, a file for each level. Check them with
//! `cargo test --test blocking`, and one level with `cargo test --test blocking LEVEL`.

pub mod map_blocking;
pub mod off_the_runtime;
pub mod read_all;
pub mod sum_in_slices;

pub use tokio_katas::probe::{run_claims, run_kata};
