//! The two programs and what they share: how a command ends, and what the list of commands says.

#[cfg(feature = "grade")]
pub mod instructor;
pub mod learner;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::process;
use crate::ui::output::{BAD, note, styled};
use crate::ui::panics;

/// What each command of `kata-grade` does, in one line: `cargo kata help` lists them with the others.
mod about {
    pub const GRADE: &str = "Grade unreviewed submissions (for instructors)";
    pub const MERGE: &str = "Merge the reports of all shards into one (for instructors)";
    pub const CLASS: &str = "Split a class over the machines of a cluster (for instructors)";
    pub const EXPORT: &str = "Write a copy for students, without the answers (for instructors)";
    pub const VERIFY: &str = "Prove the claims on right and wrong answers (for contributors)";
}

/// What `timeline` is asked for.
#[derive(clap::Args)]
struct TimelineOptions {
    /// For example map_limited, or limit::map_limited; without it, the next
    level: Option<String>,
    /// The claim to draw; without it, one that fails, or shows most
    #[arg(long)]
    claim: Option<String>,
    /// Write a picture
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write a page that needs nothing else
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl TimelineOptions {
    /// Whether it writes pictures, as the program `kata-grade` can.
    fn draws(&self) -> bool {
        self.svg.is_some() || self.html.is_some()
    }
}

/// Does the work of a program. The exit code says how it ended.
fn run(work: impl FnOnce() -> Result<ExitCode>) -> ExitCode {
    // The build and the tests are groups of their own, which a terminal's Ctrl-C does not reach.
    if let Err(error) = ctrlc::set_handler(process::interrupt) {
        note(format!("cannot watch for Ctrl-C: {error}"));
    }
    panics::guarded(work).unwrap_or_else(|error| {
        if process::interrupted() {
            // As a shell says of a program that Ctrl-C ended.
            return ExitCode::from(130);
        }
        note(format!("{} {error:#}", styled(BAD, "error:")));
        ExitCode::from(2)
    })
}

/// The exit code of a command that answers yes or no.
fn yes_or_no(good: bool) -> ExitCode {
    if good { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
