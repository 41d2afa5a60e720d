//! What stays open to a claim in its sandbox.

use std::path::PathBuf;

/// What stays open to a claim.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The program that holds the claim: the only one that it can run.
    pub program: PathBuf,
    pub memory_mib: u64,
    /// The claim's own folder.
    pub folder: Option<PathBuf>,
    pub loopback: Option<Network>,
    /// Whether it has a pid namespace of its own.
    pub own_processes: bool,
}

/// Which network the loopback is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// One of the claim's own.
    Alone,
    /// The machine's.
    Shared,
}
