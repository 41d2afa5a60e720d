//! What grading costs, measured on this machine, and what a class therefore takes.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::grade::collect::Entry;
use crate::grade::results::store::{ResultStore, Started};
use crate::grade::session::Session;
use crate::kit::Kata;

/// Of how many submissions the fullest is measured.
const SAMPLED: usize = 9;

/// What was measured. All in seconds of real time.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// The submission that was graded.
    pub name: String,
    /// What it took one worker.
    pub submission: f64,
    /// What passes in each shard before the first submission is graded.
    pub start: f64,
}

impl Cost {
    /// Grades the fullest of nine submissions that are spread over the class, by one worker. `start` are the seconds
    /// that `session` took to open.
    ///
    /// # Errors
    /// If it cannot be graded.
    pub fn measure(
        session: &Session,
        katas: &[&Kata],
        class: &[Entry],
        base: &std::path::Path,
        start: f64,
    ) -> Result<Cost> {
        let step = class.len().div_ceil(SAMPLED).max(1);
        let size = |entry: &Entry| -> usize {
            let texts = entry.read(katas).unwrap_or_default();
            texts.values().flatten().map(String::len).sum()
        };
        let sampled: Vec<&Entry> = class.iter().step_by(step).collect();
        let fullest =
            sampled.into_iter().max_by_key(|entry| size(entry)).context("there is no submission")?;
        let started = Started::new(base, &[], None, session.head.seed)?;
        let store = ResultStore::open(started, &session.head, 1)?;
        let begin = Instant::now();
        let graded = session.grade(std::slice::from_ref(fullest), &store, 1);
        let submission = begin.elapsed().as_secs_f64();
        store.remove();
        graded?;
        Ok(Cost { name: fullest.name.clone(), submission, start })
    }

    /// The core hours of a class of this many submissions, without the start of its shards.
    pub fn core_hours(&self, submissions: usize) -> f64 {
        submissions as f64 * self.submission / 3600.0
    }

    /// The minutes of the longest of `shards`, if each has `cores`.
    pub fn shard_minutes(&self, submissions: usize, shards: u32, cores: u16) -> f64 {
        let longest = submissions.div_ceil(shards as usize) as f64;
        (self.start + longest * self.submission / f64::from(cores)) / 60.0
    }
}

#[cfg(test)]
mod tests {
    use super::Cost;

    #[test]
    fn a_class_takes_what_its_submissions_and_starts_take() {
        let cost = Cost { name: "ada".to_owned(), submission: 9.0, start: 60.0 };
        assert_eq!(cost.core_hours(10_000), 25.0);
        // 1,250 submissions on two cores, after a minute.
        assert_eq!(cost.shard_minutes(10_000, 8, 2), 1.0 + 1250.0 * 9.0 / 2.0 / 60.0);
        // Eleven among three: one has four.
        assert_eq!(cost.shard_minutes(11, 3, 1), 1.0 + 4.0 * 9.0 / 60.0);
    }
}
