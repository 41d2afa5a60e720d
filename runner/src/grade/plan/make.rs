//! `cargo kata class plan`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::file::{self, ClassPlan, Scheduler};
use super::fill::{self, Values};
use super::measure::Cost;
use crate::grade::build::environment::{self, Setup};
use crate::grade::clinic;
use crate::grade::collect::Entry;
use crate::grade::options::{self, Rules};
use crate::grade::results::points::Points;
use crate::grade::results::{folders, shard, store};
use crate::grade::session::{self, Session};
use crate::kit::Kit;
use crate::ui::output::say;
use crate::ui::text::count;

/// The options of `cargo kata class plan`.
#[derive(Debug, Args)]
pub struct PlanOptions {
    /// A folder of submissions, or several paths, as `cargo kata grade` takes them
    #[arg(required = true, value_name = "SUBMISSION")]
    submissions: Vec<PathBuf>,
    /// Who starts the shards
    #[arg(long = "for", value_name = "SCHEDULER")]
    scheduler: Scheduler,
    /// Into how many shards the class is split
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=i64::from(shard::MOST)))]
    shards: u32,
    /// Where to write the plan, the job and, later, the reports of the shards: a folder that all machines see
    #[arg(long, value_name = "DIR", default_value = "plan")]
    out: PathBuf,
    /// Cores for each shard
    #[arg(long, value_name = "NUMBER", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..1000))]
    cores: u16,
    /// How often a shard that fails is started again
    #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..100))]
    retries: u16,
    #[command(flatten)]
    rules: Rules,
    /// Where to compile [default: target/kata/grade]
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
    /// Grade although this is root, here and on the machines
    #[arg(long)]
    as_root: bool,
}

/// Grades one submission to see what it costs, and writes the plan.
///
/// # Errors
/// If the class or the rules are not what they should be, or the folder holds another plan.
pub fn run(options: &PlanOptions) -> Result<ExitCode> {
    let PlanOptions { scheduler, shards, out, cores, retries, rules, .. } = options;
    let kit = Kit::find()?;
    kit.needs_answers()?;
    let clinic = clinic::as_kata(&kit)?;
    let katas = session::chosen(&kit, clinic.as_ref(), &rules.katas)?;
    let points = Points::new(&katas, rules.points.as_deref())?;
    let class = session::submissions(&options.submissions, &katas)?;
    ensure!(
        class.len() >= *shards as usize,
        "{} cannot fill {shards} shards: choose fewer --shards",
        count(class.len(), "submission", "submissions")
    );
    session::check_user(options.as_root)?;
    let there = ClassPlan::read(out).ok();
    ensure!(
        there.is_some() || !out.join(file::FILE).exists(),
        "{} is no plan that this kit can read: choose another --out",
        out.join(file::FILE).display()
    );
    // The same plan again has the same seed, so that it may be written anew beside what was graded by it.
    let seed = rules.seed.or(there.map(|plan| plan.seed)).unwrap_or_else(options::random_seed);
    let base = session::work_folder(&kit, options.work.as_ref())?;
    folders::tidy(&base, environment::KIND, store::KIND);
    let begin = Instant::now();
    let setup = Setup { base: base.clone(), limits: rules.limits(), lints: true, seed };
    let session = Session::open(&kit, &katas, &points, setup, None)?;
    let start = begin.elapsed().as_secs_f64();
    eprintln!("measuring: one submission by one worker");
    let cost = Cost::measure(&session, &katas, &class, &base, start)?;
    let names: Vec<String> = class.iter().map(|entry: &Entry| entry.name.clone()).collect();
    let plan = ClassPlan::new(*scheduler, *shards, &session.head, names);
    plan.write(out)?;
    let minutes = cost.shard_minutes(class.len(), *shards, *cores);
    let values = Values {
        kit: &kit.root,
        plan: &fs::canonicalize(out).with_context(|| format!("cannot find {}", out.display()))?,
        submissions: &absolute(&options.submissions)?,
        cores: *cores,
        retries: *retries,
        // What else may slow a machine down is not known here.
        minutes: (minutes * 3.0).ceil() as u64 + 30,
        as_root: options.as_root,
    };
    let job = fill::job(&plan, &values)?;
    tell(&plan, &cost, minutes, *cores, out, &job);
    Ok(ExitCode::SUCCESS)
}

fn absolute(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let absolute =
        |path: &PathBuf| fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()));
    paths.iter().map(absolute).collect()
}

/// In core hours, or in core minutes if it is less than one.
fn core_time(hours: f64) -> String {
    if hours < 1.0 { format!("{:.1} core minutes", hours * 60.0) } else { format!("{hours:.1} core hours") }
}

/// What was planned, what it takes, and how to go on.
fn tell(plan: &ClassPlan, cost: &Cost, minutes: f64, cores: u16, out: &Path, job: &Path) {
    let number = plan.submissions.len();
    say(format!(
        "plan {}: {} in {}, seed {}",
        plan.id,
        count(number, "submission", "submissions"),
        count(plan.shards as usize, "shard", "shards"),
        plan.seed
    ));
    say(format!(
        "measured here: {} took one worker {:.1} s; a shard starts in {:.0} s",
        cost.name, cost.submission, cost.start
    ));
    say(format!(
        "the class takes {}: {} of {} for about {} min, if all run at the same time",
        core_time(cost.core_hours(number)),
        count(plan.shards as usize, "shard", "shards"),
        count(cores as usize, "core", "cores"),
        minutes.ceil()
    ));
    let (job, out) = (job.display(), out.display());
    match plan.scheduler {
        Scheduler::Slurm => say(format!("start it:  sbatch {job}")),
        Scheduler::Parallel => say(format!("start it:  {job}")),
        Scheduler::Kubernetes => {
            say(format!("start it:  kubectl apply -f {job}, once its first lines are true"))
        }
        Scheduler::Github => {
            say(format!("start it:  {job} goes into .github/workflows; its first lines say how"))
        }
    }
    say(format!("merge it:  cargo kata merge {out} --report html=class.html --report csv=points.csv"));
}
