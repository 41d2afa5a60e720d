//! The options of `cargo kata grade`.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;

use clap::Args;

use crate::grade::report::Report;
use crate::grade::results::model::Limits;
use crate::grade::results::shard::Part;

/// By what a class is graded: the same for all parts of one.
#[derive(Debug, Args)]
pub struct Rules {
    /// Grade only these katas; `clinic` is the compiler clinic, `all,clinic` adds it to all katas
    #[arg(long, value_name = "KATA", value_delimiter = ',')]
    pub katas: Vec<String>,
    /// A TOML file with what levels are worth: a table for each kata, in it lines LEVEL = POINTS
    #[arg(long, value_name = "FILE")]
    pub points: Option<PathBuf>,
    /// Repeat the run of this seed
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
    /// Try the claims of every passing level again, in N other orders of what is ready at once
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub explore: u32,
    /// Seconds that one claim may take
    #[arg(long, value_name = "SECONDS", default_value_t = 4.0, value_parser = seconds)]
    pub limit: f64,
    /// Seconds that the claims of one submission may take
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..100_000))]
    pub submission_limit: u64,
    /// Memory that one claim may use
    #[arg(long, value_name = "MIB", default_value_t = 1024, value_parser = clap::value_parser!(u64).range(128..1_000_000))]
    pub memory: u64,
    /// Output that one claim may print
    #[arg(long, value_name = "MIB", default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..100_000))]
    pub output: u64,
    /// CPU seconds that the compiler may spend on one kata; three times as many wall-clock
    #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..100_000))]
    pub compile_limit: u64,
    /// Memory that the compiler may use
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = clap::value_parser!(u64).range(512..1_000_000))]
    pub compile_memory: u64,
}

#[derive(Debug, Args)]
pub struct Options {
    /// A folder (a checkout, or just its katas), a .zip, a .tar.gz, or a folder of many
    #[arg(required = true, value_name = "SUBMISSION")]
    pub submissions: Vec<PathBuf>,
    #[command(flatten)]
    pub rules: Rules,
    /// Write a report: json, junit, html, csv, markdown, annotations, gradescope, classroom50 or
    /// classroom; {name} in FILE writes one for each submission
    #[arg(long, value_name = "FORMAT=FILE")]
    pub report: Vec<Report>,
    /// Also print what the class finds hard: the claims that fail most and the ideas behind them, the
    /// levels that few pass; TOP of each [default: 10]
    #[arg(long, value_name = "TOP", num_args = 0..=1, require_equals = true, default_missing_value = "10")]
    pub summary: Option<usize>,
    /// Katas to grade at the same time [default: one for each core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..1000))]
    pub jobs: Option<u16>,
    /// Grade the I-th of N parts of a class, on as many machines, all with the same --seed; `cargo
    /// kata merge` joins the reports
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Part>,
    /// Continue an interrupted run: what is graded stays graded
    #[arg(long)]
    pub resume: bool,
    /// Where to compile [default: target/kata/grade]
    #[arg(long, value_name = "FOLDER")]
    pub work: Option<PathBuf>,
    /// Grade although this is root, which is weaker: what gets out of its seal may do everything
    #[arg(long)]
    pub as_root: bool,
    /// Compile without the list of what is forbidden, `unsafe` with it, to try the layers behind it; the report says so
    #[arg(long, hide = true)]
    pub without_lints: bool,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.1..100_000.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("it must be from 0.1 to 100000".to_owned())
    }
}

/// A seed that nobody chose.
pub fn random_seed() -> u64 {
    u64::from(RandomState::new().build_hasher().finish() as u32)
}

impl Rules {
    /// The limits that are asked for.
    pub fn limits(&self) -> Limits {
        Limits {
            claim_seconds: self.limit,
            submission_seconds: self.submission_limit,
            claim_memory_mib: self.memory,
            output_mib: self.output,
            compile_seconds: self.compile_limit,
            compile_memory_mib: self.compile_memory,
            explore: self.explore,
        }
    }
}
