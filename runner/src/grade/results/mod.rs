//! The results of a class: the model of a run, its storage, and its statistics.

pub mod class;
pub mod clean;
pub mod folders;
pub mod model;
pub mod points;
pub mod progress;
pub mod shard;
pub mod statistics;
pub mod store;
