//! Builds and runs the test programs, and remembers the results.

#[cfg_attr(not(feature = "grade"), allow(dead_code, reason = "a learner's program uses a part of it"))]
pub mod answers;
pub mod cache;
pub mod cargo;
pub mod check;
pub mod checked;
pub mod recipe;
pub mod records;
pub mod run;
pub mod shortcut;
pub mod sources;
