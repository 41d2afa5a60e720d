//! The claims of the kata `recover`, a file for each level. Check them with
//! `cargo test --test recover`, and one level with `cargo test --test recover LEVEL`.

pub mod handle_each;
pub mod pool;
pub mod stop;
pub mod supervise;
pub mod with_cleanup;

pub use tokio_katas::probe::{run_claims, run_kata};
