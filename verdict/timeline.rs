//! What happened when, in virtual milliseconds.

use super::words;

/// What was recorded, one row for each thing watched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    pub rows: Vec<Row>,
    /// Rows left out, since nobody reads more than twenty.
    pub more: usize,
    /// Where the picture ends: the virtual ms at which it was taken.
    pub end_ms: u64,
    /// Which of the claim's scenes it shows, from 1; 0 if that is not known.
    pub scene: u64,
}

/// One thing watched. All times in virtual ms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    pub name: String,
    /// When the work was asked for.
    pub called_ms: Option<u64>,
    /// When it was first polled.
    pub started_ms: Option<u64>,
    /// When it was over, and how.
    pub ended: Option<(u64, End)>,
    /// Instants at which something happened: an item pulled, a message sent.
    pub marks: Vec<u64>,
    /// A remark at the end of the line.
    pub note: String,
}

words! {
    /// How watched work ended.
    pub enum End {
        /// Its future was ready.
        Finished = "finished",
        /// Its poll panicked.
        Panicked = "panicked",
        /// Dropped before it was done: cancelled.
        Dropped = "dropped",
    }
}

impl Row {
    pub fn new(name: impl Into<String>) -> Row {
        Row { name: name.into(), ..Row::default() }
    }

    /// A bar from `from_ms` to `to_ms`.
    pub fn bar(name: impl Into<String>, from_ms: u64, to_ms: u64) -> Row {
        Row {
            called_ms: Some(from_ms),
            started_ms: Some(from_ms),
            ended: Some((to_ms, End::Finished)),
            ..Row::new(name)
        }
    }

    pub(crate) fn last_ms(&self) -> u64 {
        let times = [self.called_ms, self.started_ms, self.ended.map(|(at, _)| at)];
        times.into_iter().flatten().chain(self.marks.iter().copied()).max().unwrap_or(0)
    }
}
