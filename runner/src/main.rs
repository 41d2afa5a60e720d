//! The command behind `cargo kata`.

mod answers;
mod build;
mod cache;
mod cargo;
mod check;
mod companion;
mod judge;
mod kit;
mod lesson;
mod picture;
mod process;
mod reset;
mod screen;
mod surgery;
mod timeline;
mod verdict;
mod verify;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::screen::Color;

/// Learn async Rust by doing. Without a command: the map of katas, and what is next.
#[derive(Parser)]
#[command(name = "cargo kata", bin_name = "cargo kata", version, max_term_width = 100)]
struct Arguments {
    /// When to use colours
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    color: Color,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Judge your katas once, plainly
    ///
    /// Exit code 0 if every claim holds, 1 if one fails, 2 if a kata could not be judged.
    Check {
        /// Only this; all without
        #[arg(value_name = "KATA[::LEVEL]")]
        name: Option<String>,
        /// Print the verdict records, one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Judge a kata on every save of its file, until you quit
    Watch {
        /// Only this; what you save without
        #[arg(value_name = "KATA[::LEVEL]")]
        name: Option<String>,
    },
    /// Show a hint, one more each time
    Hint {
        /// For example map_limited, or limit::map_limited
        level: String,
        /// Begin with the first hint again
        #[arg(long)]
        again: bool,
    },
    /// Show the lesson on a level
    Show {
        /// For example map_limited, or limit::map_limited
        level: String,
    },
    /// Show a worked answer, once your own passes
    Solution {
        /// For example map_limited, or limit::map_limited
        level: String,
        /// Show it before
        #[arg(long)]
        spoil: bool,
    },
    /// Put the stub back; what you wrote is kept in katas/backups
    Reset {
        #[arg(value_name = "KATA[::LEVEL]")]
        name: String,
    },
    /// Draw what your answer does beside what the worked answer does on the same work
    Timeline {
        /// For example map_limited, or limit::map_limited
        level: String,
        /// The claim to draw; without, the first that fails, or the one with most to see
        #[arg(long)]
        claim: Option<String>,
        /// Write the picture as SVG
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
        /// Write a page that needs nothing else
        #[arg(long, value_name = "FILE")]
        html: Option<PathBuf>,
    },
    /// Judge right and wrong answers by the claims: right ones must be accepted, wrong ones caught
    ///
    /// Exit code 0 if all is as expected, 1 if something is not, 2 if it could not run.
    Verify {
        /// Where the answers are: DIR/KATA/{right,wrong}/LEVEL__NAME.rs [default: the kit's own]
        #[arg(long, value_name = "DIR")]
        answers: Option<PathBuf>,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
        /// Only these: KATA or KATA::LEVEL
        #[arg(value_name = "KATA[::LEVEL]")]
        only: Vec<String>,
    },
}

fn main() -> ExitCode {
    let Arguments { color, command } = Arguments::parse();
    color.apply();
    // The build and the tests are groups of their own, which a terminal's Ctrl-C does not reach.
    if let Err(error) = ctrlc::set_handler(process::interrupt) {
        eprintln!("error: cannot watch for Ctrl-C: {error}");
    }
    let yes_or_no = |good: bool| if good { ExitCode::SUCCESS } else { ExitCode::from(1) };
    let done = match command {
        None => companion::map().map(yes_or_no),
        Some(Command::Check { name, json }) => {
            companion::check(name.as_deref(), json).map(|judged| judged.map_or(ExitCode::from(2), yes_or_no))
        }
        Some(Command::Watch { name }) => watch::run(name.as_deref()).map(yes_or_no),
        Some(Command::Hint { level, again }) => companion::hint(&level, again).map(yes_or_no),
        Some(Command::Show { level }) => companion::show(&level).map(yes_or_no),
        Some(Command::Solution { level, spoil }) => companion::solution(&level, spoil).map(yes_or_no),
        Some(Command::Reset { name }) => reset::run(&name).map(yes_or_no),
        Some(Command::Timeline { level, claim, svg, html }) => {
            timeline::run(&level, claim.as_deref(), svg.as_deref(), html.as_deref()).map(yes_or_no)
        }
        Some(Command::Verify { answers, json, only }) => {
            verify::run(answers.as_deref(), json, &only).map(yes_or_no)
        }
    };
    done.unwrap_or_else(|error| {
        if process::interrupted() {
            // As a shell says of a program that Ctrl-C ended.
            return ExitCode::from(130);
        }
        eprintln!("error: {error:#}");
        ExitCode::from(2)
    })
}
