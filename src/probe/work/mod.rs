//! Jobs, callers, files and calls that record what an answer does with them.

pub(crate) mod backend;
pub(crate) mod beside;
pub(crate) mod blocking_jobs;
pub(crate) mod callers;
pub(crate) mod drawn;
pub(crate) mod folder;
pub(crate) mod jobs;
pub(crate) mod order;
pub(crate) mod rng;
pub(crate) mod slow_files;
pub(crate) mod source;
pub(crate) mod stage;
pub(crate) mod stories;
pub(crate) mod workers;
pub(crate) mod writer;
