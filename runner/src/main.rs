//! The command behind `cargo kata`.

mod claims;
mod export;
mod grade;
mod kit;
mod learner;
mod process;
mod ui;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::learner::{clinic, reset, timeline, watch};
use crate::ui::output::{BAD, Color, note, styled};
use crate::ui::panics;

/// Learn async Rust by doing. Without a command: the map of katas, and what is next
#[derive(Parser)]
#[command(name = "cargo kata", bin_name = "cargo kata", version, max_term_width = 80)]
struct Arguments {
    #[arg(
        long,
        global = true,
        default_value = "auto",
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    #[arg(help = "Colours: auto (the default), always or never")]
    color: Color,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Judge your katas once, plainly
    #[command(after_help = "Exit code: 0 every claim holds, 1 one fails, 2 a kata could not be judged")]
    Check {
        /// Only this one; without, all
        #[arg(value_name = "KATA[::LEVEL]")]
        name: Option<String>,
        /// Print the verdict records, one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Judge on every save, until you quit
    Watch {
        /// Only this one; without, whatever you save
        #[arg(value_name = "KATA[::LEVEL]")]
        name: Option<String>,
    },
    /// Show a hint, one more each time
    Hint {
        /// For example map_limited, or limit::map_limited; without, the next
        level: Option<String>,
        /// Begin with the first hint again
        #[arg(long)]
        again: bool,
    },
    /// Show the lesson on a level
    Show {
        /// For example map_limited, or limit::map_limited; without, the next
        level: Option<String>,
    },
    /// Look up an error of the compiler: why, and the cure
    Clinic {
        /// A case, an error code or a sentence of the compiler; without, all cases
        #[arg(value_name = "CASE")]
        asked: Vec<String>,
        /// Predict the error first
        #[arg(long)]
        quiz: bool,
    },
    /// Show a worked answer, once your own passes
    Solution {
        /// For example map_limited, or limit::map_limited
        level: String,
        /// Show it before
        #[arg(long)]
        spoil: bool,
    },
    /// Put the stub back; keeps what you wrote in katas/backups
    Reset {
        /// A whole kata, or one level of it
        #[arg(value_name = "KATA[::LEVEL]")]
        name: String,
    },
    /// Draw what your answer does beside the worked one
    Timeline {
        /// For example map_limited, or limit::map_limited; without, the next
        level: Option<String>,
        /// The claim; without, one that fails, or has most to see
        #[arg(long)]
        claim: Option<String>,
        /// Write a picture
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Write a page that needs nothing else
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// Grade submissions that nobody has looked at (for instructors)
    #[command(after_help = "Exit code: 0 everything passed, 1 something failed, 2 the grader itself did")]
    Grade(Box<grade::Options>),
    /// Make one report of those of all shards (for instructors)
    #[command(after_help = "Exit code: 0 everything passed, 1 something failed, 2 it could not be merged")]
    Merge(grade::merge::Options),
    /// Write a copy for students: without the answers (for instructors)
    Export {
        /// A new folder, or an earlier export, which is brought up to date
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Only these katas
        #[arg(long, value_name = "KATA", value_delimiter = ',')]
        katas: Vec<String>,
    },
    /// Prove the claims on right and wrong answers (for contributors)
    #[command(after_help = "Exit code: 0 all is as expected, 1 something is not, 2 it could not run")]
    Verify {
        /// DIR/KATA/{right,wrong}/LEVEL__NAME.rs; without, the kit's
        #[arg(long, value_name = "DIR")]
        answers: Option<PathBuf>,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        mistakes: verify::Mistakes,
        /// Only these
        #[arg(value_name = "KATA[::LEVEL]")]
        only: Vec<String>,
    },
}

fn main() -> ExitCode {
    panics::install();
    if let Some(code) = grade::other_duty() {
        return code;
    }
    let Arguments { color, command } = Arguments::parse();
    color.apply();
    // The build and the tests are groups of their own, which a terminal's Ctrl-C does not reach.
    if let Err(error) = ctrlc::set_handler(process::interrupt) {
        note(format!("cannot watch for Ctrl-C: {error}"));
    }
    guarded(|| run(command))
}

/// Does what was asked for. An error is told in one sentence, and so is a panic.
fn guarded(work: impl FnOnce() -> Result<ExitCode>) -> ExitCode {
    let done = match panics::caught(work) {
        Ok(done) => done,
        Err(panic) => {
            panics::tell(&panic.to_string());
            return ExitCode::from(2);
        }
    };
    done.unwrap_or_else(|error| {
        if process::interrupted() {
            // As a shell says of a program that Ctrl-C ended.
            return ExitCode::from(130);
        }
        note(format!("{} {error:#}", styled(BAD, "error:")));
        ExitCode::from(2)
    })
}

fn run(command: Option<Command>) -> Result<ExitCode> {
    let yes_or_no = |good: bool| if good { ExitCode::SUCCESS } else { ExitCode::from(1) };
    match command {
        None => learner::map().map(yes_or_no),
        Some(Command::Check { name, json }) => {
            learner::check(name.as_deref(), json).map(|judged| judged.map_or(ExitCode::from(2), yes_or_no))
        }
        Some(Command::Watch { name }) => watch::run(name.as_deref()).map(yes_or_no),
        Some(Command::Hint { level, again }) => learner::hint(level.as_deref(), again).map(yes_or_no),
        Some(Command::Show { level }) => learner::show(level.as_deref()).map(yes_or_no),
        Some(Command::Clinic { asked, quiz }) => clinic::run(&asked.join(" "), quiz).map(yes_or_no),
        Some(Command::Solution { level, spoil }) => learner::solution(&level, spoil).map(yes_or_no),
        Some(Command::Reset { name }) => reset::run(&name).map(yes_or_no),
        Some(Command::Timeline { level, claim, svg, html }) => {
            timeline::run(level.as_deref(), claim.as_deref(), svg.as_deref(), html.as_deref()).map(yes_or_no)
        }
        Some(Command::Export { folder, katas }) => export::run(&folder, &katas).map(yes_or_no),
        Some(Command::Grade(options)) => grade::run(&options),
        Some(Command::Merge(options)) => grade::merge::run(&options),
        Some(Command::Verify { answers, json, mistakes, only }) => {
            verify::run(answers.as_deref(), json, &only, mistakes).map(yes_or_no)
        }
    }
}
