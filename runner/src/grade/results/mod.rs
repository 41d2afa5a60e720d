//! What came of a class: the model of a run, where it is kept, what it adds up to.

pub mod class;
pub mod clean;
pub mod folders;
pub mod model;
pub mod points;
pub mod progress;
pub mod shard;
pub mod statistics;
pub mod store;
