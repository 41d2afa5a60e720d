//! The command behind `cargo kata`.

mod answers;
mod build;
mod judge;
mod kit;
mod verdict;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Learn async Rust by doing.
#[derive(Parser)]
#[command(name = "cargo kata", bin_name = "cargo kata", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
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
    let Arguments { command } = Arguments::parse();
    let done = match command {
        Command::Verify { answers, json, only } => verify::run(answers.as_deref(), json, &only),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
