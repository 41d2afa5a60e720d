//! What happened when, in virtual milliseconds.

use super::words;

/// What was recorded, one row for each thing watched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// What is drawn, from the top down; at most 20 of them.
    pub rows: Vec<Row>,
    /// How many rows were left out: a reader takes in about twenty.
    pub more: usize,
    /// Where the picture ends: the virtual ms at which it was taken.
    pub end_ms: u64,
    /// Which of the claim's scenes it shows, from 1; 0 if that is not known.
    pub scene: u64,
}

/// One thing that was watched. All times are virtual milliseconds since the scene began.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// What stands before the bar: "job 0".
    pub name: String,
    /// When the work was called.
    pub called_ms: Option<u64>,
    /// When it was first polled.
    pub started_ms: Option<u64>,
    /// When it ended, and how.
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
    /// A row on which nothing has happened.
    pub fn new(name: impl Into<String>) -> Row {
        Row { name: name.into(), ..Row::default() }
    }

    /// Work that ran from `from_ms` to `to_ms` and finished.
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
