//! Compiles what was submitted, and finds out what is at fault if that fails.

pub mod compile;
pub mod compiler;
pub mod environment;
pub mod fault;
pub mod names;
pub mod pieces;
pub mod recipe;
pub mod shape;
pub mod ward;
pub mod worker_dir;
