//! How far the grader is, while one waits: a bar on a terminal, in a log a line now and then.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::grade::lock;

/// Between two lines in a log.
const NOW_AND_THEN: Duration = Duration::from_secs(30);

pub struct Progress {
    bar: ProgressBar,
    submissions: usize,
    /// When a log last heard of it; `None` on a terminal.
    said: Option<Mutex<Instant>>,
}

impl Progress {
    /// Of so many submissions with so many katas each.
    pub fn new(submissions: usize, katas: usize) -> Progress {
        let terminal = io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some((submissions * katas) as u64), target);
        // Plain words, should the template ever be wrong.
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {msg}, {eta} left") {
            bar.set_style(style);
        }
        let progress = Progress { bar, submissions, said: (!terminal).then(|| Mutex::new(Instant::now())) };
        progress.done(0);
        progress
    }

    /// One kata more is judged.
    pub fn kata(&self) {
        self.bar.inc(1);
    }

    /// Katas that need no judging.
    pub fn skip(&self, katas: usize) {
        // They say nothing about how long the others take.
        self.bar.set_length(self.bar.length().unwrap_or_default().saturating_sub(katas as u64));
    }

    /// So many submissions are graded.
    pub fn done(&self, submissions: usize) {
        self.bar.set_message(format!("{submissions} of {} submissions", self.submissions));
        if let Some(said) = &self.said {
            let mut said = lock(said);
            if said.elapsed() > NOW_AND_THEN {
                *said = Instant::now();
                let left = HumanDuration(self.bar.eta());
                eprintln!("graded {submissions} of {} submissions, {left} left", self.submissions);
            }
        }
    }
}

/// The bar goes, whatever ends the run.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
