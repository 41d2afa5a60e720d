//! The claims of the kata `future`, a file for each level. Check them with
//! `cargo test --test future`, and one level with `cargo test --test future LEVEL`.

pub mod block_on;
pub mod countdown;
pub mod depth_sum;
pub mod hello_after_one_second;
pub mod signal;

pub use tokio_katas::probe::{run_claims, run_kata};
