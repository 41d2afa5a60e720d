//! What is still to be judged: claims of one level in rows, each for one process.

use std::collections::{HashMap, VecDeque};
use std::env;
use std::sync::{Condvar, Mutex, PoisonError};

use verdict::environment;

use super::Claim;

/// Claims that are judged in one process; one that is judged in a process of its own.
pub(super) type Row = Vec<&'static Claim>;

/// Claims in a row, at most: starting a process then costs little, and several cores have work.
const LONGEST: usize = 24;
/// So many rows of a level are broken off before the rest of its claims get a process each: what fails often is cheaper
/// so.
const PATIENCE: usize = 2;

pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    news: Condvar,
}

struct Waiting {
    rows: VecDeque<Row>,
    /// Claims without a verdict.
    open: usize,
    /// How often a row of a level was broken off.
    broken: HashMap<&'static str, usize>,
}

impl Queue {
    pub fn new(tests: &[&'static Claim]) -> Queue {
        // A folder of one claim is not for another, and what a claim does by itself is drawn by itself.
        let each_alone = [
            environment::ALONE,
            environment::FOLDER,
            environment::ORDER,
            environment::SCENE,
            environment::WAKES,
        ];
        let longest = if each_alone.iter().any(|name| env::var_os(name).is_some()) { 1 } else { LONGEST };
        let mut rows: VecDeque<Row> = VecDeque::new();
        for &test in tests {
            match rows.back_mut() {
                Some(row) if row.len() < longest && may_join(row[0], test) => row.push(test),
                _ => rows.push_back(vec![test]),
            }
        }
        let waiting = Waiting { rows, open: tests.len(), broken: HashMap::new() };
        Queue { waiting: Mutex::new(waiting), news: Condvar::new() }
    }

    /// The next row; `None` once every claim has a verdict.
    pub fn next(&self) -> Option<Row> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(row) = waiting.rows.pop_front() {
                return Some(row);
            }
            if waiting.open == 0 {
                return None;
            }
            waiting = self.news.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// So many claims have a verdict. At the first of the `others` a row was broken off: it gets a process of its own.
    pub fn done(&self, verdicts: usize, others: Row) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.open -= verdicts;
        if let Some((&first, rest)) = others.split_first() {
            let broken = waiting.broken.entry(first.level()).or_default();
            *broken += 1;
            let one_each = *broken >= PATIENCE;
            waiting.rows.push_back(vec![first]);
            if one_each {
                waiting.rows.extend(rest.iter().map(|&test| vec![test]));
            } else if !rest.is_empty() {
                waiting.rows.push_back(rest.to_vec());
            }
        }
        self.news.notify_all();
    }
}

/// Whether `test` may be judged in the process of `first`. On the real clock, claims wait side by side instead.
fn may_join(first: &Claim, test: &Claim) -> bool {
    first.level() == test.level() && first.paused && test.paused && !first.alone && !test.alone
}
