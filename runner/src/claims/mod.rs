//! Builds and runs the test programs, and remembers the results.

pub mod cache;
pub mod cargo;
pub mod check;
pub mod checked;
pub mod recipe;
pub mod records;
pub mod run;
pub mod shortcut;
pub mod sources;
