//! What has arrived of a planned class: the reports that count, and for each other one why it does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::read::{ShardReport, read};
use super::results::MergedResults;
use crate::grade::plan::file::{self, ClassPlan, Scheduler};
use crate::ui::text::count;

/// The reports of the shards that are there, each once, by their numbers.
///
/// # Errors
/// If one is missing, does not fit the plan, or is there twice with different contents. What is wrong with each, and
/// what to run again, is printed before.
pub fn collect(
    folder: &Path,
    plan: &ClassPlan,
    others: &[PathBuf],
    merged: &mut MergedResults,
) -> Result<Vec<ShardReport>> {
    let mut arrived: BTreeMap<u32, ShardReport> = BTreeMap::new();
    let mut disputed = BTreeSet::new();
    for path in in_folder(&file::results(folder))?.iter().chain(others) {
        let report = match read_planned(path, plan, merged) {
            Ok(report) => report,
            Err(why) => {
                eprintln!("not counted: {why:#}");
                continue;
            }
        };
        let number = number(&report);
        match arrived.get(&number) {
            // The same machine's work twice, or that of two which agree.
            Some(twin) if twin.digest == report.digest => {}
            Some(twin) => {
                let (one, two, of) = (twin.path.display(), report.path.display(), plan.shards);
                eprintln!(
                    "not counted: {one} and {two} are both shard {number}/{of}, and differ: remove one"
                );
                disputed.insert(number);
            }
            None => drop(arrived.insert(number, report)),
        }
    }
    arrived.retain(|number, _| !disputed.contains(number));
    let missing: Vec<u32> =
        (1..=plan.shards).filter(|it| !arrived.contains_key(it) && !disputed.contains(it)).collect();
    let failed: Vec<u32> =
        arrived.iter().filter(|(_, report)| !report.broken.is_empty()).map(|(number, _)| *number).collect();
    for report in arrived.values().filter(|report| !report.broken.is_empty()) {
        let (shown, number, of) = (report.path.display(), number(report), plan.shards);
        eprintln!(
            "warning: {shown}: the grader failed at {}, so shard {number}/{of} should run again: {}",
            count(report.broken.len(), "submission", "submissions"),
            report.broken.join(", ")
        );
    }
    let again: Vec<u32> = missing.iter().chain(&failed).copied().collect();
    if !again.is_empty() {
        eprintln!("run again: {}", run_again(plan, folder, &again));
    }
    if missing.is_empty() && disputed.is_empty() {
        return Ok(arrived.into_values().collect());
    }
    let names: usize = arrived.values().map(|report| report.names.len()).sum();
    let lacking: Vec<String> = (1..=plan.shards)
        .filter(|number| !arrived.contains_key(number))
        .map(|number| format!("{number}/{}", plan.shards))
        .collect();
    let lack = if lacking.len() == 1 { "shard" } else { "shards" };
    bail!(
        "no report is written, because {lack} {} cannot be counted; {} of {} submissions can",
        lacking.join(", "),
        names,
        plan.submissions.len()
    )
}

/// Reads a report that was graded by this plan.
///
/// # Errors
/// If it is not whole, or was graded otherwise.
pub fn read_planned(path: &Path, plan: &ClassPlan, merged: &mut MergedResults) -> Result<ShardReport> {
    let report = read(path, merged)?;
    let shown = path.display();
    if let Some(why) = plan.differs(&report.head) {
        bail!("{shown} {why}");
    }
    let number = number(&report);
    if !(1..=plan.shards).contains(&number) || plan.part(number).2 != report.names {
        bail!("{shown} has other submissions than are planned for its shard: was it edited?");
    }
    Ok(report)
}

/// The number of the shard; 0 if it is none.
fn number(report: &ShardReport) -> u32 {
    report.head.shard.as_ref().map_or(0, |shard| shard.number)
}

/// All reports in a folder. One that is being written has another name.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

/// How these shards are run again. What is graded stays graded, so running too much does no harm.
fn run_again(plan: &ClassPlan, folder: &Path, shards: &[u32]) -> String {
    let list = |between: &str| shards.iter().map(u32::to_string).collect::<Vec<_>>().join(between);
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let file = |name: &str| shell_words::quote(&folder.join(name).to_string_lossy()).into_owned();
    match plan.scheduler {
        Scheduler::Slurm => format!("sbatch --array={} {}", list(","), file("grade.sbatch")),
        Scheduler::Parallel => format!("{} {}", file("grade"), list(" ")),
        Scheduler::Kubernetes => format!("kubectl replace --force -f {}", file("grade.yaml")),
        Scheduler::Github => "gh run rerun --failed RUN, with the number of the run".to_owned(),
    }
}
