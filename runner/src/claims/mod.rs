//! Builds the programs of claims, runs them, and remembers what came of it.

pub mod cache;
pub mod cargo;
pub mod check;
pub mod records;
pub mod shortcut;
