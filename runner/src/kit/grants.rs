//! What a kata may do beyond computing and waiting: the `grants` of `katas/katas.toml`. A learner's own process
//! is not restricted; a graded one may do what its kata is granted, and no more.

use serde::Deserialize;

/// One grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Grant {
    /// Threads of its own: start, park, wake.
    Threads,
    /// One folder, empty at first, for the duration of a claim.
    Folder,
    /// Tokio's clock, and runtimes of its own: what a test has, and an answer has not.
    Clock,
    /// TCP within its own machine.
    Loopback,
}

impl Grant {
    const ALL: [Grant; 4] = [Grant::Threads, Grant::Folder, Grant::Clock, Grant::Loopback];

    /// Its name in `katas/katas.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Grant::Threads => "threads",
            Grant::Folder => "folder",
            Grant::Clock => "clock",
            Grant::Loopback => "loopback",
        }
    }

    /// Whether it lifts the ban on this item of the list of forbidden items.
    pub fn lifts(self, path: &str) -> bool {
        let starts: &[&str] = match self {
            // Except the thread's name, which contains the claim's.
            Grant::Threads => &[
                "std::thread::current",
                "std::thread::park",
                "std::thread::spawn",
                "std::thread::scope",
                "std::thread::Builder",
            ],
            Grant::Folder => &["std::fs::", "std::path::Path::", "tokio::fs::"],
            Grant::Clock => {
                &["tokio::time::pause", "tokio::time::advance", "tokio::time::resume", "tokio::runtime::"]
            }
            Grant::Loopback => {
                &["std::net::Tcp", "std::net::ToSocketAddrs", "tokio::net::Tcp", "tokio::net::lookup_host"]
            }
        };
        starts.iter().any(|start| path.starts_with(start))
    }
}

impl TryFrom<String> for Grant {
    type Error = String;

    fn try_from(name: String) -> Result<Grant, String> {
        let known = Grant::ALL.into_iter().find(|grant| grant.name() == name);
        known.ok_or_else(|| {
            let names = Grant::ALL.map(Grant::name).join(", ");
            format!("{name:?} cannot be granted to a kata; what can: {names}")
        })
    }
}
