//! The grader's progress: a bar on a terminal, or a line now and then in a log.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::sync::lock;

/// The time between two lines in a log: often enough to show life, seldom enough not to flood it.
const NOW_AND_THEN: Duration = Duration::from_secs(30);

/// How much of a class is graded.
pub struct Progress {
    bar: ProgressBar,
    submissions: usize,
    /// When the last line was printed to a log; `None` on a terminal.
    said: Option<Mutex<Instant>>,
}

impl Progress {
    /// For this many submissions with this many katas each.
    pub fn new(submissions: usize, katas: usize) -> Progress {
        let terminal = io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some((submissions * katas) as u64), target);
        // Without a style if the template should ever be invalid.
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {msg}, {eta} left") {
            bar.set_style(style);
        }
        let progress = Progress { bar, submissions, said: (!terminal).then(|| Mutex::new(Instant::now())) };
        progress.done(0);
        progress
    }

    /// One more kata has been judged.
    pub fn kata(&self) {
        self.bar.inc(1);
    }

    /// Takes off katas that need no judging.
    pub fn skip(&self, katas: usize) {
        // They say nothing about how long the others take.
        self.bar.set_length(self.bar.length().unwrap_or_default().saturating_sub(katas as u64));
    }

    /// This many submissions have been graded.
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

/// Removes the bar, however the run ends.
impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// What was done, besides the results.
#[derive(Debug, Default)]
pub struct Completion {
    /// Submissions that an earlier run graded.
    pub resumed: AtomicUsize,
    /// Katas whose exact text was judged before in this run.
    pub repeated: AtomicUsize,
    /// Results that could not be kept for `--resume`.
    pub unkept: AtomicUsize,
}
