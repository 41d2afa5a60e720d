//! The program `kata-grade`: what instructors and contributors use, and pictures in files. The launcher builds it when it is first asked for.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, value_parser};

use crate::learner::timeline;
use crate::programs::{TimelineOptions, about, run, yes_or_no};
use crate::ui::output::ColorOption;
use crate::ui::panics;
use crate::{export, grade, verify};

/// What instructors and contributors use of `cargo kata`
#[derive(Parser)]
#[command(name = "cargo kata", bin_name = "cargo kata", version, max_term_width = 80)]
struct InstructorArguments {
    #[command(flatten)]
    color: ColorOption,
    #[command(subcommand)]
    command: InstructorCommand,
}

#[derive(Subcommand)]
enum InstructorCommand {
    /// Draw what your answer does beside the reference solution
    Timeline(TimelineOptions),
    #[command(
        about = about::GRADE,
        after_help = "Exit code: 0 if everything passed, 1 if something failed, 2 if the grader itself failed"
    )]
    Grade(Box<grade::Options>),
    #[command(
        about = about::MERGE,
        after_help = "Exit code: 0 if everything passed, 1 if something failed, 2 if it could not be merged"
    )]
    Merge(grade::merge::MergeOptions),
    #[command(about = about::CLASS)]
    Class {
        #[command(subcommand)]
        command: grade::plan::ClassCommand,
    },
    #[command(about = about::EXPORT)]
    Export {
        /// A new folder, or an earlier export to bring up to date
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Export only these katas
        #[arg(long, value_name = "KATA", value_delimiter = ',')]
        katas: Vec<String>,
    },
    #[command(
        about = about::VERIFY,
        after_help = "Exit code: 0 if all is as expected, 1 if something is not, 2 if it could not run"
    )]
    Verify {
        /// Judge DIR/KATA/{right,wrong}/LEVEL__NAME.rs instead of the kit's own answers
        #[arg(long, value_name = "DIR")]
        answers: Option<PathBuf>,
        /// Print one JSON object instead of text
        #[arg(long)]
        json: bool,
        /// Only try the right answers, in N orders of what is ready in the same instant
        #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
        #[arg(conflicts_with_all = ["json", "write_mistakes", "write_timelines", "first", "anew"])]
        explore: Option<u32>,
        #[command(flatten)]
        own: verify::OwnAnswers,
        /// Judge only these
        #[arg(value_name = "KATA[::LEVEL]")]
        only: Vec<String>,
    },
}

/// The program `kata-grade`.
pub fn instructor() -> ExitCode {
    panics::install();
    if let Some(code) = grade::other_duty() {
        return code;
    }
    let InstructorArguments { color, command } = InstructorArguments::parse();
    color.apply();
    run(|| match command {
        InstructorCommand::Timeline(TimelineOptions { level, claim, svg, html }) => {
            let scene = timeline::scene(level.as_deref(), claim.as_deref())?;
            scene.print();
            scene.write(svg.as_deref(), html.as_deref())?;
            Ok(ExitCode::SUCCESS)
        }
        InstructorCommand::Grade(options) => grade::run(&options),
        InstructorCommand::Merge(options) => grade::merge::run(&options),
        InstructorCommand::Class { command } => grade::plan::run(&command),
        InstructorCommand::Export { folder, katas } => export::run(&folder, &katas).map(yes_or_no),
        InstructorCommand::Verify { answers, explore: Some(orders), only, .. } => {
            verify::run_right_answers(answers.as_deref(), &only, orders).map(yes_or_no)
        }
        InstructorCommand::Verify { answers, json, own, only, .. } => {
            verify::run(answers.as_deref(), json, &only, own).map(yes_or_no)
        }
    })
}
