//! A graded class as reports see it: the head and the totals, and the submissions one at a time, as often as a
//! report needs them. However many there are, only one is in memory.

use std::ops::Range;

use anyhow::{Result, bail};
use verdict::Status;
use verdict::width::columns;

use crate::grade::results::model::{Graded, Head};
use crate::grade::results::statistics::Statistics;
use crate::process;

/// A graded class, for a report to write.
pub struct Class<'a> {
    pub head: &'a Head,
    pub tally: Tally,
    results: &'a dyn Results,
}

/// Where the graded submissions are kept.
pub trait Results {
    /// How many there are.
    fn number(&self) -> usize;

    /// Reads one of them, by its place in the order of the report, from 0.
    fn read(&self, place: usize) -> Result<Graded>;
}

/// A single submission, kept in memory.
impl Results for Graded {
    fn number(&self) -> usize {
        1
    }

    fn read(&self, _: usize) -> Result<Graded> {
        Ok(self.clone())
    }
}

impl<'a> Class<'a> {
    /// `tally` must be the totals of all `results`.
    pub fn new(head: &'a Head, tally: Tally, results: &'a dyn Results) -> Class<'a> {
        Class { head, tally, results }
    }

    /// The same class with the totals of a part of it, for a page on that part.
    pub fn part(&self, tally: Tally) -> Class<'a> {
        Class { head: self.head, tally, results: self.results }
    }

    /// One submission by itself.
    pub fn of_one(head: &'a Head, graded: &'a Graded) -> Class<'a> {
        let mut tally = Tally::default();
        tally.add(graded);
        Class { head, tally, results: graded }
    }

    /// The submissions in the order of the report. Each call goes through all of them again.
    ///
    /// # Errors
    /// If one of them cannot be read back: then the report must not be finished.
    pub fn submissions(&self) -> impl Iterator<Item = Result<Graded>> + '_ {
        self.submissions_at(0..self.results.number())
    }

    /// Those at these places in the order of the report.
    ///
    /// # Errors
    /// As [`Class::submissions`].
    pub fn submissions_at(&self, places: Range<usize>) -> impl Iterator<Item = Result<Graded>> + '_ {
        places.map(|place| if process::cancelled() { bail!("cancelled") } else { self.results.read(place) })
    }

    /// Whether a report must name the submission of each result.
    pub fn many(&self) -> bool {
        self.tally.submissions > 1
    }
}

/// Totals over all submissions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there are.
    pub submissions: usize,
    /// Submissions that passed everything.
    pub passed: usize,
    /// Submissions at which the grader itself failed.
    pub broken: usize,
    /// The points of all.
    pub points: u64,
    pub max_points: u64,
    /// How many claims were judged, one way or the other.
    pub claims: usize,
    /// How many of them fail.
    pub failed_claims: usize,
    /// Claims at which the grader itself failed; they do not count as failed.
    pub broken_claims: usize,
    /// The columns that the longest name takes.
    pub widest: usize,
    /// What the class finds hard.
    pub statistics: Statistics,
}

impl Tally {
    /// Adds one submission.
    pub fn add(&mut self, graded: &Graded) {
        self.statistics.add(graded);
        self.submissions += 1;
        self.passed += usize::from(graded.passed());
        self.broken += usize::from(graded.harness_error());
        self.points += u64::from(graded.points);
        self.max_points += u64::from(graded.max_points);
        self.widest = self.widest.max(columns(&graded.name));
        for claim in graded.claims() {
            self.claims += 1;
            self.failed_claims += usize::from(claim.status() == Status::Fail);
            self.broken_claims += usize::from(claim.status() == Status::Error);
        }
    }

    /// 0 if everything passed, 1 if something failed, 2 if the grader itself failed.
    pub fn exit_code(&self) -> u8 {
        if self.broken > 0 {
            2
        } else if self.passed == self.submissions {
            0
        } else {
            1
        }
    }
}
