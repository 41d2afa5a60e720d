//! `cargo kata class`: splits a class for machines that a scheduler hands out. [`make`] writes a [`file::ClassPlan`] and
//! a job from a template ([`fill`]); each machine grades one [`shard`] of it; `cargo kata merge` compares what has
//! arrived with the plan.

pub mod file;
mod fill;
mod make;
mod measure;
mod shard;
#[cfg(test)]
mod simulate;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

use self::make::PlanOptions;
use self::shard::ShardOptions;

/// The commands of `cargo kata class`.
#[derive(Debug, Subcommand)]
pub enum ClassCommand {
    /// Write a plan: which submission is in which shard, by which rules, and a job for your scheduler
    Plan(Box<PlanOptions>),
    /// Grade one shard of a plan; a job calls this on each machine
    #[command(after_help = "Exit code: 0 if the shard's report is there, 2 if it is not")]
    Grade(ShardOptions),
}

/// Runs one of them.
///
/// # Errors
/// If it cannot do what it was asked for.
pub fn run(command: &ClassCommand) -> Result<ExitCode> {
    match command {
        ClassCommand::Plan(options) => make::run(options),
        ClassCommand::Grade(options) => shard::run(options),
    }
}
