//! Builds the programs of claims, runs them, and remembers what came of it.

pub mod cache;
pub mod cargo;
pub mod check;
pub mod checked;
pub mod recipe;
pub mod records;
pub mod run;
pub mod shortcut;
pub mod sources;
