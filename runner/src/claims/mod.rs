//! Builds and runs the test programs, and remembers the results.

pub mod cache;
pub mod cargo;
pub mod check;
pub mod records;
pub mod shortcut;
