//! The claims of the kata `server`, a file for each level. Check them with
//! `cargo test --features server --test server`, and one level with `cargo test --features server --test server LEVEL`.

#![cfg(feature = "server")]

pub mod app;
pub mod ask;
pub mod fetch_users;
pub mod serve_app;
pub mod serve_echo;

pub use tokio_katas::probe::{run_claims, run_kata};

mod gaps;
