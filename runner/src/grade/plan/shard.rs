//! `cargo kata class grade`: one shard of a plan, on whatever machine a scheduler has found. It may be started again
//! at any time, and twice at once: what is graded stays graded, and a report is whole or not there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use super::file::{self, ClassPlan};
use crate::grade::build::environment::{self, Setup};
use crate::grade::collect::{self, Entry};
use crate::grade::merge::arrived;
use crate::grade::merge::results::MergedResults;
use crate::grade::report;
use crate::grade::results::class::Class;
use crate::grade::results::model::Head;
use crate::grade::results::points::Points;
use crate::grade::results::store::{ResultStore, Started};
use crate::grade::results::{folders, store};
use crate::grade::session::{self, Session, kit_name};
use crate::grade::{clinic, words};
use crate::kit::{Kata, Kit};
use crate::process;
use crate::ui::text::count;

/// The options of `cargo kata class grade`.
#[derive(Debug, Args)]
pub struct ShardOptions {
    /// The folder of the plan
    #[arg(value_name = "PLAN")]
    plan: PathBuf,
    /// The submissions, where this machine sees them
    #[arg(required = true, value_name = "SUBMISSION")]
    submissions: Vec<PathBuf>,
    /// Which shard to grade, from 1
    #[arg(long, value_name = "NUMBER")]
    shard: u32,
    /// Katas to grade at the same time [default: one for each core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..1000))]
    jobs: Option<u16>,
    /// Where to compile [default: target/kata/grade]
    #[arg(long, value_name = "FOLDER")]
    work: Option<PathBuf>,
    /// Grade although this is root, which is weaker: what gets out of its seal may do everything
    #[arg(long)]
    as_root: bool,
}

/// Grades the shard, unless its report is already there, and writes the report into the plan's folder.
///
/// # Errors
/// If this machine cannot grade by the plan, the grader fails, or the report cannot be written.
pub fn run(options: &ShardOptions) -> Result<ExitCode> {
    let folder = &options.plan;
    let plan = ClassPlan::read(folder)?;
    let number = options.shard;
    ensure!((1..=plan.shards).contains(&number), "there is no shard {number}: the plan has {}", plan.shards);
    let report = file::report(folder, number);
    if is_done(&report, &plan, number)? {
        eprintln!("shard {number}/{} is graded already: {}", plan.shards, report.display());
        return Ok(ExitCode::SUCCESS);
    }
    try_out(folder)?;
    let kit = Kit::find()?;
    kit.needs_answers()?;
    let clinic = clinic::as_kata(&kit)?;
    let names: Vec<String> = plan.katas.iter().map(|kata| kata.name.clone()).collect();
    let katas = session::chosen(&kit, clinic.as_ref(), &names)?;
    is_planned(&kit, &katas, &plan)?;
    session::check_user(options.as_root)?;
    let (part, shard, wanted) = plan.part(number);
    let submissions = members(collect::list(&options.submissions, &katas)?.entries, &plan, &wanted)?;
    let points = Points::planned(&plan.katas);
    let base = session::work_folder(&kit, options.work.as_ref())?;
    folders::tidy(&base, environment::KIND, store::KIND);
    let interrupted = Started::find(&base, &options.submissions, Some(part));
    let setup = Setup { base: base.clone(), limits: plan.limits.clone(), lints: true, seed: plan.seed };
    let session = Session::open(&kit, &katas, &points, setup, options.jobs)?;
    let head = Head { shard: Some(shard), ..session.head.clone() };
    let started = match interrupted {
        Some(started) => started.with_seed(plan.seed, &options.submissions, Some(part))?,
        None => Started::new(&base, &options.submissions, Some(part), plan.seed)?,
    };
    let store = ResultStore::open(started, &head, submissions.len())?;
    let done = session.grade(&submissions, &store, session.jobs).and_then(|done| {
        words::done(&done).iter().for_each(|line| eprintln!("{line}"));
        let class = Class::new(&head, store.tally(), &store);
        file::replace(&report, |out| report::json::compact(&class, out))
    });
    if let Err(error) = done {
        if store.done() == 0 {
            store.remove();
        }
        eprintln!("{}", words::shard_stopped(store.done(), submissions.len(), process::interrupted()));
        return Err(error);
    }
    // Those at which the grader failed are graded anew when the shard runs again, and no others.
    let broken = store.tally().broken;
    if broken > 0 {
        let submissions = count(broken, "submission", "submissions");
        bail!("the grader failed at {submissions} of shard {number}/{}: run it again", plan.shards);
    }
    store.remove();
    eprintln!("shard {number}/{} is graded: {}", plan.shards, report.display());
    Ok(ExitCode::SUCCESS)
}

/// Whether the shard's report is there, and nothing in it has to be graded again. A file in its place that is not
/// by this plan is moved aside.
fn is_done(report: &Path, plan: &ClassPlan, number: u32) -> Result<bool> {
    if !report.exists() {
        return Ok(false);
    }
    let found = arrived::read_planned(report, plan, &mut MergedResults::new()?);
    match found {
        Ok(found) if found.head.shard.as_ref().is_some_and(|shard| shard.number == number) => {
            return Ok(found.broken.is_empty());
        }
        Ok(_) => eprintln!("warning: {} is another shard's", report.display()),
        Err(why) => eprintln!("warning: {why:#}"),
    }
    let aside = report.with_extension("json.refused");
    fs::rename(report, &aside).with_context(|| format!("cannot move {}", report.display()))?;
    eprintln!("warning: it is kept as {}", aside.display());
    Ok(false)
}

/// Checks, before an hour of work, that a report can be written; and says if this machine's clock is off.
fn try_out(folder: &Path) -> Result<()> {
    let results = file::results(folder);
    let probe = tempfile::Builder::new().prefix(".probe-").tempfile_in(&results);
    let probe = probe.with_context(|| format!("cannot write into {}", results.display()))?;
    let modified = |about: io::Result<fs::Metadata>| about.and_then(|about| about.modified()).ok();
    let now = SystemTime::now();
    // What was just written has the time of the machine that holds the folder; and the plan is older than this run.
    let written = modified(probe.as_file().metadata());
    let planned = modified(fs::metadata(folder.join(file::FILE))).filter(|then| *then > now);
    if let Some(off) = [written, planned].into_iter().flatten().find_map(|then| clock_off(now, then)) {
        eprintln!("warning: {}", words::clock_off(off));
    }
    Ok(())
}

/// How far apart two clocks are, if that is more than a delay.
fn clock_off(one: SystemTime, other: SystemTime) -> Option<Duration> {
    const DELAY: Duration = Duration::from_secs(60);
    let apart = one.duration_since(other).unwrap_or_else(|error| error.duration());
    (apart > DELAY).then_some(apart)
}

/// Checks that this machine's kit is the planned one.
fn is_planned(kit: &Kit, katas: &[&Kata], plan: &ClassPlan) -> Result<()> {
    let here = kit_name(&environment::fingerprint(kit, katas)?);
    if here != plan.kit {
        bail!(
            "this machine's kit is not the planned one ({here}, not {}): use one checkout on all machines, or plan \
             again",
            plan.kit
        );
    }
    let toolchain = environment::toolchain(kit)?;
    if toolchain != plan.toolchain {
        bail!("this machine's toolchain is not the planned one ({toolchain}, not {})", plan.toolchain);
    }
    Ok(())
}

/// The shard's submissions, in the plan's order.
fn members(class: Vec<Entry>, plan: &ClassPlan, wanted: &[String]) -> Result<Vec<Entry>> {
    let late = class.iter().filter(|entry| plan.submissions.binary_search(&entry.name).is_err()).count();
    if late > 0 {
        eprintln!(
            "warning: {} not in the plan, and not graded",
            count(late, "submission is", "submissions are")
        );
    }
    let mut members: Vec<Entry> =
        class.into_iter().filter(|entry| wanted.binary_search(&entry.name).is_ok()).collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    let gone: Vec<&str> = wanted
        .iter()
        .filter(|name| members.binary_search_by(|entry| entry.name.cmp(name)).is_err())
        .map(String::as_str)
        .collect();
    let Some(first) = gone.first() else { return Ok(members) };
    let others = gone.len() - 1;
    let others = if others > 0 { format!(" and {others} others") } else { String::new() };
    bail!(
        "{first}{others} of the plan are not among the submissions: what this machine sees is not what was planned"
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::clock_off;

    #[test]
    fn a_clock_is_off_either_way_and_a_delay_is_not() {
        let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
        assert_eq!(clock_off(now, now - hour), Some(hour));
        assert_eq!(clock_off(now, now + hour), Some(hour));
        assert_eq!(clock_off(now, now + Duration::from_secs(50)), None);
    }
}
