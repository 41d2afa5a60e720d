//! `cargo kata grade`: judges submissions that no one has reviewed. The rooms in the order in which data
//! passes through them: [`collect`] reads what was handed in, [`build`] compiles it in a [`sandbox`], [`judge`]
//! runs the claims, [`results`] keeps what came of it, and [`report`] writes it down.

mod build;
mod clinic;
mod collect;
mod graders;
mod judge;
pub mod merge;
mod options;
mod report;
mod results;
mod sandbox;
mod words;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::process::ExitCode;
use std::time::Duration;
use std::{env, thread};

use anyhow::{Result, bail};
use verdict::diagnosis::Table;

use self::build::environment::{BuildEnvironment, Setup};
use self::build::pieces;
use self::collect::ClassList;
use self::graders::Graders;
use self::judge::court::Court;
pub use self::options::Options;
use self::results::class::Class;
use self::results::model::{Head, KataHead, LevelHead};
use self::results::points::Points;
use self::results::store::{ResultStore, Started};
use self::sandbox::{compile, network};
use crate::claims::recipe;
use crate::grade::sandbox::is_root;
use crate::kit::{Kata, Kit, Level};
use crate::process;

/// What this program does when Cargo or the grader starts it: it takes rustc's place, or becomes the sandbox of a
/// compiler or of claims. `None` if a user started it.
pub fn other_duty() -> Option<ExitCode> {
    if let Some(code) = recipe::stand_in() {
        return Some(code);
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == compile::NAME) {
        eprintln!("error: {}", compile::enter(&arguments[1..]));
        return Some(ExitCode::from(2));
    }
    if arguments.first().is_some_and(|first| first == pieces::NAME) {
        return Some(match pieces::answer() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        });
    }
    if arguments.first().is_some_and(|first| first == network::NAME) {
        eprintln!("error: {}", network::enter(&arguments[1..]));
        return Some(ExitCode::from(2));
    }
    None
}

/// Grades and reports. Exit code: 0 if everything passed, 1 if something failed, 2 if the grader failed.
pub fn run(options: &Options) -> Result<ExitCode> {
    let kit = Kit::find()?;
    kit.needs_answers()?;
    let clinic = clinic::as_kata(&kit)?;
    let katas = chosen(&kit, clinic.as_ref(), &options.katas)?;
    let points = Points::new(&katas, options.points.as_deref())?;
    let ClassList { entries: class, passed_over } = collect::list(&options.submissions, &katas)?;
    for (folder, names) in &passed_over {
        eprintln!("warning: {}", words::passed_over(folder, names));
    }
    let shard = options.shard.map(|part| part.of_class(&class));
    let submissions = options.shard.map_or_else(|| class.clone(), |part| part.of(&class));
    options.report.iter().try_for_each(|report| report.check(submissions.len()))?;
    if is_root() && !options.as_root {
        bail!("{}", words::ROOT);
    }
    let base = options.work.clone().map_or_else(|| kit.scratch("grade"), Ok)?;
    results::folders::tidy(&base, build::environment::KIND, results::store::KIND);
    let interrupted = options.resume.then(|| Started::find(&base, &options.submissions, options.shard));
    let random = || u64::from(RandomState::new().build_hasher().finish() as u32);
    let seed = options.seed.or(interrupted.as_ref().and_then(|it| Some(it.as_ref()?.seed)));
    if shard.is_some() && seed.is_none() {
        bail!(
            "--shard needs a --seed, the same for all shards, or their reports cannot be merged: --seed {}",
            random()
        );
    }
    let seed = seed.unwrap_or_else(random);

    eprintln!("preparing: the kit's library, and how its tests are compiled");
    let setup = Setup { base: base.clone(), limits: options.limits(), lints: !options.without_lints, seed };
    let env = BuildEnvironment::open(&kit, &katas, setup)?;
    if env.sandbox.claims != "sealed" {
        eprintln!("warning: unsandboxed: this system cannot sandbox a claim's process; the report says so");
    }
    for note in &env.sandbox.notes {
        eprintln!("warning: {note}; the report says so");
    }
    if options.without_lints {
        eprintln!("warning: nothing is forbidden in this run; the report says so");
    }
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let jobs = options.jobs.map_or(cores, usize::from);
    let checked = judge::self_check::self_check(&kit, &env, &katas, jobs)?;
    eprintln!("self-check: {}", checked.how);

    let head = Head {
        version: results::model::VERSION,
        seed,
        kit: format!("tokio-katas {} ({})", env!("CARGO_PKG_VERSION"), &checked.fingerprint[..16]),
        toolchain: build::environment::toolchain(&kit)?,
        sandbox: env.sandbox.clone(),
        self_check: checked.how.to_owned(),
        limits: env.limits.clone(),
        katas: katas.iter().map(|kata| kata_head(kata, &points)).collect(),
        shard,
    };
    let started = match interrupted {
        Some(Some(started)) => started.with_seed(seed, &options.submissions, options.shard)?,
        found => {
            if found.is_some() {
                eprintln!("found no interrupted run over these submissions; grading them all");
            }
            Started::new(&base, &options.submissions, options.shard, seed)?
        }
    };
    let store = ResultStore::open(started, &head, submissions.len())?;
    let known = |kata: &&Kata| Some((kata.name.clone(), Table::find(&kit.root, &kata.name)?));
    let mistakes = katas.iter().filter_map(known).collect();
    let graders = Graders {
        judge: &Court { kit: &kit, env: &env, claims: &checked.claims },
        katas: &katas,
        points: &points,
        claims: &checked.claims,
        mistakes: &mistakes,
        store: &store,
        submission_limit: Duration::from_secs(env.limits.submission_seconds),
    };
    let done = graders.grade(&submissions, jobs).and_then(|done| {
        words::done(&done).iter().for_each(|line| eprintln!("{line}"));
        report::write_all(&options.report, options.summary, &Class::new(&head, store.tally(), &store))
    });
    if let Err(error) = done {
        if store.done() == 0 {
            store.remove();
        }
        eprintln!("{}", words::stopped(store.done(), submissions.len(), process::interrupted()));
        return Err(error);
    }
    store.remove();
    Ok(ExitCode::from(store.tally().exit_code()))
}

/// The katas called `only`, or all. The clinic is included only if it is named: a class that does not use it
/// loses no points there.
fn chosen<'a>(kit: &'a Kit, clinic: Option<&'a Kata>, only: &[String]) -> Result<Vec<&'a Kata>> {
    let clinic = clinic.filter(|clinic| only.contains(&clinic.name));
    let is_other = |name: &&String| clinic.is_none_or(|clinic| clinic.name != **name) && *name != "all";
    let others: Vec<String> = only.iter().filter(is_other).cloned().collect();
    let all = only.iter().any(|name| name == "all");
    let mut katas = match clinic {
        Some(_) if others.is_empty() && !all => Vec::new(),
        _ => kit.katas_called(if all { &[] } else { &others })?,
    };
    katas.extend(clinic);
    Ok(katas)
}

fn kata_head(kata: &Kata, points: &Points) -> KataHead {
    let level = |level: &Level| LevelHead { name: level.name.clone(), max_points: points.of(kata, level) };
    let levels: Vec<LevelHead> = kata.levels.iter().map(level).collect();
    let max_points = levels.iter().map(|level| level.max_points).sum();
    KataHead { name: kata.name.clone(), max_points, levels }
}
