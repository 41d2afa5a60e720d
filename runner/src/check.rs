//! Judges the learner's katas: builds their tests, runs them, reads the verdicts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::cache::{self, Built, Memory, Sources};
use crate::cargo;
use crate::judge;
use crate::kit::{Kata, Kit, by_feature};
use crate::process::{self, Group};
use crate::records;
use crate::shortcut::{self, Recipe};
use verdict::{Reason, Verdict};

/// Real time for all claims of one kata. Each of them has a limit of its own, so this is for what
/// happens outside of them.
const LIMIT: Duration = Duration::from_secs(300);

/// Claims that hang mostly sleep, so more of them run at once than there are cores.
const LEAST_THREADS: usize = 8;

/// What became of one kata.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Checked {
    /// In the order of the levels, and of the claims in the tests.
    Verdicts { verdicts: Vec<Verdict>, warnings: String },
    /// It does not compile: what rustc said.
    Refused(String),
    /// There is no such file, or it cannot be read: why, and what to do.
    Missing(String),
    /// The kit has no tests for it.
    NoClaims,
    /// It is its stub, so that every claim is known to fail: nothing was built or run.
    Untouched,
}

/// Which answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Learner,
    Reference,
}

/// Judges `katas`, or of each only the level called `level`. One that does not compile does not
/// keep the others from being judged.
///
/// # Errors
/// If Cargo cannot be run, or was cancelled.
pub fn check(
    kit: &Kit,
    katas: &[&Kata],
    level: Option<&str>,
    whose: Whose,
) -> Result<BTreeMap<String, Checked>> {
    let mut results = BTreeMap::new();
    let mut to_build = Vec::new();
    for &kata in katas {
        if let Some(impossible) = impossible(kit, kata, whose) {
            results.insert(kata.name.clone(), impossible);
        } else if let Memory::Current(known) = cache::recall(kit, &kata.name, whose)
            && let Some(built) = known.built
        {
            // Cargo would find out that there is nothing to do, in most of the time that this takes.
            let verdicts = run(kit, kata, level, &built)?;
            let checked = Checked::Verdicts { verdicts, warnings: built.warnings.clone() };
            if level.is_none() {
                let then = Sources::now(kit, &kata.name, whose);
                cache::remember(kit, &kata.name, whose, &then, Some(built), Some(checked.clone()));
            }
            results.insert(kata.name.clone(), checked);
        } else {
            to_build.push(kata);
        }
    }
    let mut for_cargo = Vec::new();
    for kata in to_build {
        let then = Sources::now(kit, &kata.name, whose);
        match shortcut::compile(kit, kata, whose)? {
            Some(outcome) => results.extend(run_built(kit, vec![(kata, then)], level, whose, outcome)?),
            None => for_cargo.push(kata),
        }
    }
    for katas in by_feature(&for_cargo).into_values() {
        results.extend(build_and_run(kit, katas, level, whose)?);
    }
    Ok(results)
}

/// Judges katas that need the same feature of the kit, or none.
fn build_and_run(
    kit: &Kit,
    katas: Vec<&Kata>,
    level: Option<&str>,
    whose: Whose,
) -> Result<BTreeMap<String, Checked>> {
    let then: Vec<Sources> = katas.iter().map(|kata| Sources::now(kit, &kata.name, whose)).collect();
    let around: Vec<Sources> = katas.iter().map(|kata| Sources::around(kit, &kata.name, whose)).collect();
    let outcome = build(kit, &katas, whose)?;
    for (kata, around) in katas.iter().zip(around) {
        if let Some(recipe) = Recipe::noted(&kata.name, around, &outcome.said) {
            cache::keep_recipe(kit, &kata.name, whose, &recipe);
        }
    }
    run_built(kit, katas.into_iter().zip(then).collect(), level, whose, outcome)
}

/// Runs the claims of what was built of the katas, each with its sources as they were then.
fn run_built(
    kit: &Kit,
    katas: Vec<(&Kata, Sources)>,
    level: Option<&str>,
    whose: Whose,
    mut outcome: cargo::Outcome,
) -> Result<BTreeMap<String, Checked>> {
    let mut results = BTreeMap::new();
    for (kata, then) in katas {
        let (built, checked) = if let Some(program) = outcome.programs.remove(&kata.name) {
            let warnings = cargo::rendered(&outcome.warnings.remove(&kata.name).unwrap_or_default());
            let claims = judge::list(&program.path)?;
            let built = Built::new(program.path, claims, warnings.clone())
                .with_context(|| format!("the tests of {} are gone", kata.name))?;
            // Noted before they run: a run that is stopped needs no new build.
            cache::remember(kit, &kata.name, whose, &then, Some(built.clone()), None);
            let verdicts = run(kit, kata, level, &built)?;
            (Some(built), Checked::Verdicts { verdicts, warnings })
        } else if let Some(errors) = outcome.errors.get(&kata.name) {
            (None, Checked::Refused(cargo::rendered(errors)))
        } else {
            // Most often the library that the tests use does not compile.
            let errors: Vec<String> = outcome.errors.values().map(|errors| cargo::rendered(errors)).collect();
            bail!("cargo built no tests for {}: {}{}", kata.name, errors.concat(), outcome.complaint());
        };
        if level.is_none() {
            cache::remember(kit, &kata.name, whose, &then, built, Some(checked.clone()));
        }
        results.insert(kata.name.clone(), checked);
    }
    Ok(results)
}

/// Why a kata cannot be judged, if that is clear without Cargo.
pub fn impossible(kit: &Kit, kata: &Kata, whose: Whose) -> Option<Checked> {
    let (path, name) = (kit.kata_file(&kata.name), &kata.name);
    if !kit.tests_file(name).is_file() {
        return Some(Checked::NoClaims);
    }
    if whose == Whose::Reference {
        return None;
    }
    let error = fs::read_to_string(path).err()?;
    Some(Checked::Missing(if error.kind() == std::io::ErrorKind::NotFound {
        format!("katas/{name}.rs is not there: `cargo kata reset {name}` puts the stub back")
    } else {
        format!("katas/{name}.rs cannot be read: {error}")
    }))
}

/// Has Cargo build the tests of `katas`, which need the same feature.
fn build(kit: &Kit, katas: &[&Kata], whose: Whose) -> Result<cargo::Outcome> {
    let mut arguments: Vec<&str> = katas.iter().flat_map(|kata| ["--package", &kata.name]).collect();
    if whose == Whose::Reference {
        arguments.extend(["--features", "solutions"]);
    }
    let feature = katas.first().and_then(|kata| kata.feature.as_deref());
    arguments.extend(feature.into_iter().flat_map(|feature| ["--features", feature]));
    arguments.extend(katas.iter().flat_map(|kata| ["--test", &kata.name]));
    let before: Vec<Memory> = katas.iter().map(|kata| cache::recall(kit, &kata.name, whose)).collect();
    let outcome = cargo::build(kit, &arguments, true)?;
    // Cargo goes by time stamps. A file that was moved here from elsewhere, out of a backup say,
    // may be older than the binary that was built from another one.
    let mut stale = false;
    for (kata, before) in katas.iter().zip(before) {
        let Some(now) = outcome.programs.get(&kata.name).filter(|program| program.fresh) else { continue };
        let changed = matches!(before, Memory::Old { program } if program == now.path);
        if changed || whose == Whose::Learner && came_after(&kit.kata_file(&kata.name), &now.path) {
            let path = kit.tests_file(&kata.name);
            let touched = File::options().append(true).open(&path);
            touched
                .and_then(|file| file.set_modified(SystemTime::now()))
                .with_context(|| format!("cannot write {}", path.display()))?;
            stale = true;
        }
    }
    if stale { cargo::build(kit, &arguments, true) } else { Ok(outcome) }
}

/// Whether `file` was put in its place after `program` was built, whenever it was written.
#[cfg(unix)]
fn came_after(file: &Path, program: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(file), Ok(program)) = (fs::metadata(file), fs::metadata(program)) else { return false };
    (file.ctime(), file.ctime_nsec()) > (program.mtime(), program.mtime_nsec())
}

#[cfg(not(unix))]
fn came_after(_file: &Path, _program: &Path) -> bool {
    false
}

/// Runs the claims of `built`, or those of one level.
fn run(kit: &Kit, kata: &Kata, level: Option<&str>, built: &Built) -> Result<Vec<Verdict>> {
    let records = kit.scratch("verdicts")?.join(format!("{}-{}.jsonl", std::process::id(), kata.name));
    let _ = fs::remove_file(&records);
    let verdicts = run_program(kit, kata, level, built, &records);
    let _ = fs::remove_file(&records);
    let mut verdicts = verdicts?;
    verdicts.retain(|verdict| level.is_none_or(|level| verdict.level() == level));
    // What ends the tests half-way takes the verdicts with it that were still to come. A kata may
    // have tests of its own, which are nobody's claims.
    let position = |id: &str| kata.levels.iter().position(|level| id.split("::").nth(1) == Some(&level.name));
    for name in &built.claims {
        let id = format!("{}::{name}", kata.name);
        let wanted =
            position(&id).is_some() && level.is_none_or(|level| name.split("::").next() == Some(level));
        if wanted && verdicts.iter().all(|verdict| verdict.id != id) {
            verdicts.push(Verdict::missing(id));
        }
    }
    verdicts.sort_by_key(|verdict| (position(&verdict.id), verdict.id.clone()));
    Ok(verdicts)
}

fn run_program(
    kit: &Kit,
    kata: &Kata,
    level: Option<&str>,
    built: &Built,
    records: &Path,
) -> Result<Vec<Verdict>> {
    let program = &built.program;
    let threads = thread::available_parallelism().map_or(1, |cores| cores.get()).max(LEAST_THREADS);
    let mut tests = Command::new(program);
    tests.arg(format!("--test-threads={threads}")).args(level.map(|level| format!("{level}::")));
    tests.env("TOKIO_KATAS_VERDICTS", records);
    tests.current_dir(&kit.root).stdin(Stdio::null());
    let mut tests = Group::start_piped(tests).with_context(|| format!("cannot run {}", program.display()))?;
    // The records say it all; the pipes are emptied so that nobody waits for them.
    let (mut stdout, mut stderr) = (tests.take_stdout()?, tests.take_stderr()?);
    let (tell, said) = channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stderr.read_to_end(&mut text);
        let _ = tell.send(String::from_utf8_lossy(&text).trim().to_owned());
    });
    thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
    let deadline = Instant::now() + LIMIT;
    let status = tests.wait_until(Some(deadline))?;
    if process::cancelled() {
        bail!("cancelled");
    }
    if Instant::now() > deadline {
        bail!("the claims of {} did not end within {} s", kata.name, LIMIT.as_secs());
    }
    if !matches!(status.code(), Some(0 | 101)) {
        // What the tests started may hold the pipe open.
        let said = said.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
        bail!("the tests of {} broke off ({status}) {said}", kata.name);
    }
    records::read_all(records)
}

/// How far a learner is with one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All claims pass.
    Done,
    Failing {
        failed: usize,
        claims: usize,
    },
    NotStarted,
    /// The kata does not compile.
    Refused,
    /// The kata's file is not there, or cannot be read.
    Missing,
    /// The kit has no claims for it, so it can be neither done nor next.
    NoClaims,
    /// Not judged yet.
    Unknown,
}

/// The state of a level, as its kata's verdicts have it.
pub fn state(checked: &Checked, level: &str) -> State {
    let verdicts = match checked {
        Checked::Verdicts { verdicts, .. } => verdicts,
        Checked::Refused(_) => return State::Refused,
        Checked::Missing(_) => return State::Missing,
        Checked::NoClaims => return State::NoClaims,
        Checked::Untouched => return State::NotStarted,
    };
    let of_level: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.level() == level).collect();
    let failed = of_level.iter().filter(|verdict| !verdict.passed()).count();
    if of_level.is_empty() {
        State::NoClaims
    } else if failed == 0 {
        State::Done
    } else if of_level.iter().all(|verdict| verdict.reason == Reason::NotStarted) {
        State::NotStarted
    } else {
        State::Failing { failed, claims: of_level.len() }
    }
}
