//! The program `kata`: what learners use.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand, value_parser};

use verdict::Orders;

use crate::claims::recipe;
use crate::learner::{self, book, clinic, explore, hunt, reset, timeline, watch};
use crate::programs::{TimelineOptions, about, run, yes_or_no};
use crate::ui::output::ColorOption;
use crate::ui::panics;

/// Learn async Rust by doing. Without a command: the map of katas, and what is next
#[derive(Parser)]
#[command(name = "cargo kata", bin_name = "cargo kata", version, max_term_width = 80)]
// On a terminal of 24 lines the list is seen whole.
#[command(
    help_template = "{about-with-newline}{usage-heading} {usage}\nCommands:\n{subcommands}\nOptions:\n{options}"
)]
struct LearnerArguments {
    #[command(flatten)]
    color: ColorOption,
    #[command(subcommand)]
    command: Option<LearnerCommand>,
}

#[derive(Subcommand)]
enum LearnerCommand {
    /// Check your katas once
    #[command(
        after_help = "Exit code: 0 if every claim holds, 1 if one fails, 2 if a kata could not be judged"
    )]
    Check {
        /// Check only this one
        #[arg(value_name = "KATA[::LEVEL]")]
        name: Option<String>,
        /// Print the verdict records, one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Check on every save, until you quit
    Watch {
        /// Watch only this one; without it, whatever you save
        #[arg(value_name = "KATA[::LEVEL]")]
        name: Option<String>,
    },
    /// Show a hint, one more each time
    Hint {
        /// For example map_limited, or limit::map_limited; without it, the next
        level: Option<String>,
        /// Start over with the first hint
        #[arg(long)]
        again: bool,
    },
    /// Show the lesson on a level
    Show {
        /// For example map_limited, or limit::map_limited; without it, the next
        level: Option<String>,
    },
    /// Explain a compiler error, and show its cures
    Clinic {
        /// A case, an error code or a line of the compiler's message; without it, all cases
        #[arg(value_name = "CASE")]
        asked: Vec<String>,
        /// Predict the error first
        #[arg(long)]
        quiz: bool,
    },
    /// Try a level that passes in other orders of what is ready at once
    #[command(
        after_help = "Exit code: 0 if every claim holds, 1 if one fails, 2 if the level could not be judged"
    )]
    Explore {
        /// For example map_limited, or limit::map_limited; without it, the next
        level: Option<String>,
        /// How many orders to try
        #[arg(long, value_name = "N", default_value_t = 200, value_parser = value_parser!(u32).range(1..))]
        seeds: u32,
        /// Only this order: the number that a failure gives
        #[arg(long, value_name = "S", conflicts_with = "seeds")]
        seed: Option<u32>,
    },
    /// Read an answer, and find the sentence of the contract that it breaks
    #[command(
        after_help = "Exit code: 0 if all is well, 1 if --answer is wrong or no level passes yet, 2 if it could not ask"
    )]
    Hunt(hunt::HuntOptions),
    /// Show the reference solution, once yours passes
    Solution {
        /// For example map_limited, or limit::map_limited
        level: String,
        /// Show it even if yours does not pass
        #[arg(long)]
        spoil: bool,
    },
    /// Restore the stub; what you wrote is kept in katas/backups
    Reset {
        /// A whole kata, or one level of it
        #[arg(value_name = "KATA[::LEVEL]")]
        name: String,
    },
    /// Draw what your answer does beside the reference solution
    Timeline(TimelineOptions),
    /// Make a site of the lessons and the clinic, in English and Korean
    #[command(disable_help_flag = true)]
    Book {
        /// See `cargo kata book --help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    #[command(about = about::GRADE)]
    Grade(Elsewhere),
    #[command(about = about::MERGE)]
    Merge(Elsewhere),
    #[command(about = about::CLASS)]
    Class(Elsewhere),
    #[command(about = about::EXPORT)]
    Export(Elsewhere),
    #[command(about = about::VERIFY)]
    Verify(Elsewhere),
}

/// Of what the other program does.
const ELSEWHERE: &str = "this is done by `kata-grade`, which `cargo kata` builds and starts";

/// A command of the other program, which the launcher starts: here it is only listed.
#[derive(Args)]
#[command(disable_help_flag = true)]
struct Elsewhere {
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    _arguments: Vec<String>,
}

/// The program `kata`.
pub fn learner() -> ExitCode {
    panics::install();
    if let Some(code) = recipe::stand_in() {
        return code;
    }
    let LearnerArguments { color, command } = LearnerArguments::parse();
    color.apply();
    run(|| obey(command))
}

/// The exit code of what may not have come to an answer.
fn exit_code(judged: Option<bool>) -> ExitCode {
    judged.map_or(ExitCode::from(2), yes_or_no)
}

fn obey(command: Option<LearnerCommand>) -> Result<ExitCode> {
    match command {
        None => learner::map().map(yes_or_no),
        Some(LearnerCommand::Check { name, json }) => learner::check(name.as_deref(), json).map(exit_code),
        Some(LearnerCommand::Watch { name }) => watch::run(name.as_deref()).map(yes_or_no),
        Some(LearnerCommand::Hint { level, again }) => learner::hint(level.as_deref(), again).map(yes_or_no),
        Some(LearnerCommand::Show { level }) => learner::show(level.as_deref()).map(yes_or_no),
        Some(LearnerCommand::Clinic { asked, quiz }) => clinic::run(&asked.join(" "), quiz).map(yes_or_no),
        Some(LearnerCommand::Explore { level, seeds, seed }) => {
            let orders = Orders { first: seed.unwrap_or(1), last: seed.unwrap_or(seeds) };
            explore::run(level.as_deref(), orders).map(exit_code)
        }
        Some(LearnerCommand::Hunt(options)) => hunt::run(&options).map(yes_or_no),
        Some(LearnerCommand::Solution { level, spoil }) => learner::solution(&level, spoil).map(yes_or_no),
        Some(LearnerCommand::Reset { name }) => reset::run(&name).map(yes_or_no),
        Some(LearnerCommand::Timeline(options)) if options.draws() => bail!(ELSEWHERE),
        Some(LearnerCommand::Timeline(TimelineOptions { level, claim, .. })) => {
            timeline::scene(level.as_deref(), claim.as_deref())?.print();
            Ok(ExitCode::SUCCESS)
        }
        Some(LearnerCommand::Book { arguments }) => book::run(&arguments).map(ExitCode::from),
        Some(
            LearnerCommand::Grade(_)
            | LearnerCommand::Merge(_)
            | LearnerCommand::Class(_)
            | LearnerCommand::Export(_)
            | LearnerCommand::Verify(_),
        ) => {
            bail!(ELSEWHERE)
        }
    }
}
