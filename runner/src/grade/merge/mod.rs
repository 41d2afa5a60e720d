//! `cargo kata merge`: makes one report from those of all shards, or any report from a JSON one. It refuses
//! reports that do not belong together. Shards of a plan are compared with it.

pub mod arrived;
mod read;
pub mod results;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use self::read::{ShardReport, read};
use self::results::MergedResults;
use super::plan::file::ClassPlan;
use super::report::{self, Report};
use super::results::class::Class;
use super::results::model::{Head, Shard};
use super::results::shard;

/// The options of `cargo kata merge`.
#[derive(Debug, Args)]
pub struct MergeOptions {
    /// The folder of a plan, or the reports of all shards, written by `cargo kata grade --report json`; or a plan and
    /// reports that are elsewhere
    #[arg(required = true, value_name = "PLAN|REPORT.json")]
    reports: Vec<PathBuf>,
    /// Write a report: json, junit, html, csv, markdown, annotations, gradescope, classroom50 or
    /// classroom; {name} in FILE writes one for each submission
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<Report>,
    /// Also print what the class finds hard; TOP of each list [default: 10]
    #[arg(long, value_name = "TOP", num_args = 0..=1, require_equals = true, default_missing_value = "10")]
    summary: Option<usize>,
}

/// Merges and reports. The exit code is the same as for a run over the whole class.
pub fn run(options: &MergeOptions) -> Result<ExitCode> {
    let mut merged = MergedResults::new()?;
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
        options.reports.iter().cloned().partition(|path| path.is_dir());
    let (parts, planned) = match &folders[..] {
        [] => (files.iter().map(|path| read(path, &mut merged)).collect::<Result<Vec<_>>>()?, false),
        [folder] => (arrived::collect(folder, &ClassPlan::read(folder)?, &files, &mut merged)?, true),
        [first, second, ..] => {
            bail!("{} and {} are two folders: merge one plan at a time", first.display(), second.display())
        }
    };
    let Some((first, others)) = parts.split_first() else { bail!("there is nothing to merge") };
    others.iter().try_for_each(|other| compare(first, other))?;
    merged.order = order(&parts, planned)?;
    options.report.iter().try_for_each(|report| report.check(merged.order.len()))?;
    let head = Head { shard: None, ..first.head.clone() };
    let tally = merged.tally()?;
    let class = Class::new(&head, tally, &merged);
    report::write_all(&options.report, options.summary, &class)?;
    Ok(ExitCode::from(class.tally.exit_code()))
}

/// Refuses reports that were graded by different rules.
fn compare(first: &ShardReport, other: &ShardReport) -> Result<()> {
    let (a, b) = (&first.head, &other.head);
    let (one, two) = (first.path.display(), other.path.display());
    let told = |what: &str, of_a: &str, of_b: &str, advice: &str| -> Result<()> {
        bail!("{two} was graded with a different {what} from {one} ({of_b}, not {of_a}): {advice}")
    };
    let differ = |what: &str, advice: &str| -> Result<()> {
        bail!("{two} was graded with {what} from {one}: {advice}")
    };
    if a.kit != b.kit {
        return told("kit", &a.kit, &b.kit, "grade all shards with one checkout");
    }
    if a.toolchain != b.toolchain {
        return told("toolchain", &a.toolchain, &b.toolchain, "grade all shards with one toolchain");
    }
    if a.seed != b.seed {
        return told("seed", &a.seed.to_string(), &b.seed.to_string(), "give all shards one --seed");
    }
    if a.katas != b.katas {
        return differ("different katas or points", "give all shards the same --katas and --points");
    }
    if a.sandbox != b.sandbox {
        return differ("a different sandbox", "grade all shards on machines of one kind");
    }
    if a.limits != b.limits {
        return differ("different limits", "give all shards the same limits");
    }
    Ok(())
}

/// The places of all submissions on the merged, in the order of a single run. What a plan has counted is complete.
fn order(parts: &[ShardReport], planned: bool) -> Result<Vec<usize>> {
    let mut owners: BTreeMap<&str, (&Path, usize)> = BTreeMap::new();
    for part in parts {
        for (name, place) in part.names.iter().zip(part.places.clone()) {
            if let Some((other, _)) = owners.insert(name, (&part.path, place)) {
                bail!(
                    "{name} is in {} and in {}: merge each submission once",
                    other.display(),
                    part.path.display()
                );
            }
        }
    }
    if !planned {
        complete(parts, &owners.keys().copied().collect::<Vec<_>>())?;
    }
    Ok(owners.into_values().map(|(_, place)| place).collect())
}

/// Checks that shards, if the reports are shards, make up one class, which has these `names`.
fn complete(parts: &[ShardReport], names: &[&str]) -> Result<()> {
    let mut seen: BTreeMap<u32, &ShardReport> = BTreeMap::new();
    let mut first: Option<(&ShardReport, &Shard)> = None;
    for part in parts {
        let Some(shard) = &part.head.shard else { continue };
        let (other, known) = *first.get_or_insert((part, shard));
        let (path, other) = (part.path.display(), other.path.display());
        if (shard.of, &shard.class) != (known.of, &known.class) {
            bail!("{path} is not of the class that {other} is a shard of: merge the shards of one run");
        }
        if let Some(twin) = seen.insert(shard.number, part) {
            let number = shard.number;
            bail!("{path} and {} are both shard {number}/{}: merge each once", twin.path.display(), shard.of);
        }
    }
    let Some((part, shard)) = first else { return Ok(()) };
    if let Some(whole) = parts.iter().find(|part| part.head.shard.is_none()) {
        let (whole, one) = (whole.path.display(), part.path.display());
        bail!("{whole} is of a whole class and {one} is a shard of one: merge the shards of one run");
    }
    let missing: Vec<String> =
        (1..=shard.of).filter(|it| !seen.contains_key(it)).map(|it| format!("{it}/{}", shard.of)).collect();
    match &missing[..] {
        [] => {}
        [one] => bail!("shard {one} is missing: merge all of a class"),
        many => bail!("shards {} are missing: merge all of a class", many.join(", ")),
    }
    if shard::fingerprint(names.iter().copied()) != shard.class {
        bail!("the shards do not add up to the class they come from: was one edited?");
    }
    Ok(())
}
