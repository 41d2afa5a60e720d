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
pub mod plan;
mod report;
mod results;
mod sandbox;
mod session;
mod words;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use self::build::environment::Setup;
use self::build::pieces;
pub use self::options::Options;
use self::results::class::Class;
use self::results::model::Head;
use self::results::points::Points;
use self::results::store::{ResultStore, Started};
use self::sandbox::{compile, network};
use self::session::Session;
use crate::claims::recipe;
use crate::kit::Kit;
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
    let rules = &options.rules;
    let kit = Kit::find()?;
    kit.needs_answers()?;
    let clinic = clinic::as_kata(&kit)?;
    let katas = session::chosen(&kit, clinic.as_ref(), &rules.katas)?;
    let points = Points::new(&katas, rules.points.as_deref())?;
    let class = session::submissions(&options.submissions, &katas)?;
    let shard = options.shard.map(|part| part.of_class(&class));
    let submissions = options.shard.map_or_else(|| class.clone(), |part| part.of(&class));
    options.report.iter().try_for_each(|report| report.check(submissions.len()))?;
    session::check_user(options.as_root)?;
    let base = session::work_folder(&kit, options.work.as_ref())?;
    results::folders::tidy(&base, build::environment::KIND, results::store::KIND);
    let interrupted = options.resume.then(|| Started::find(&base, &options.submissions, options.shard));
    let seed = rules.seed.or(interrupted.as_ref().and_then(|it| Some(it.as_ref()?.seed)));
    if shard.is_some() && seed.is_none() {
        bail!(
            "--shard needs a --seed, the same for all shards, or their reports cannot be merged: --seed {}",
            options::random_seed()
        );
    }
    let seed = seed.unwrap_or_else(options::random_seed);
    let setup = Setup { base: base.clone(), limits: rules.limits(), lints: !options.without_lints, seed };
    let session = Session::open(&kit, &katas, &points, setup, options.jobs)?;
    let head = Head { shard, ..session.head.clone() };
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
    let done = session.grade(&submissions, &store, session.jobs).and_then(|done| {
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
