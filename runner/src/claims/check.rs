//! Judges the learner's katas: builds and runs their tests, and reads the verdicts.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::claims::cache::{self, Built, Known, Memory, Sources};
use crate::claims::cargo;
use crate::claims::records;
use crate::claims::shortcut::{self, Recipe};
use crate::kit::{Kata, Kit, by_feature};
use crate::process::{self, Group};
use crate::ui::output::pass_the_time;
use crate::ui::text::not_utf8;
use crate::verify::judge;
use verdict::{Reason, Status, Verdict, ascii_wanted, environment};

/// Real time for all claims of one kata. Each claim has a limit of its own (4 s), so this only catches what
/// happens outside the claims.
const LIMIT: Duration = Duration::from_secs(300);

/// At least this many claims run at once, even on fewer cores: claims that hang mostly sleep.
const LEAST_THREADS: usize = 8;

/// The result for one kata.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Checked {
    /// The verdicts, in the order of the levels, and of the claims in the tests.
    Verdicts {
        verdicts: Vec<Verdict>,
        /// rustc's warnings, and notes of the test program about the kata.
        warnings: String,
        /// By claim: its output, if it failed.
        #[serde(default)]
        printed: BTreeMap<String, String>,
    },
    /// It does not compile: rustc's errors.
    Refused(String),
    /// There is no such file: what to do.
    Missing(String),
    /// The file is there and cannot be read: why.
    Unreadable(String),
    /// The kit has no tests for it.
    NoClaims,
    /// Something failed that says nothing about the kata: what.
    Unjudged(String),
    /// It is still the stub, so every claim is known to fail: nothing was built or run.
    Untouched,
}

impl Checked {
    /// Why all or part of the kata could not be judged, if the kata is not at fault. Such a result is temporary and
    /// never remembered.
    pub fn unjudged(&self) -> Option<String> {
        match self {
            Checked::Unjudged(why) => Some(why.clone()),
            Checked::Verdicts { verdicts, .. } => verdicts
                .iter()
                .find(|verdict| verdict.status() == Status::Error)
                .map(|it| it.text(ascii_wanted())),
            _ => None,
        }
    }
}

/// Which answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Learner,
    Reference,
}

/// Judges `katas`, or only the level called `level` of each. A kata that does not compile does not affect the
/// others.
///
/// # Errors
/// If Cargo cannot be run, or is cancelled.
pub fn check(
    kit: &Kit,
    katas: &[&Kata],
    level: Option<&str>,
    whose: Whose,
) -> Result<BTreeMap<String, Checked>> {
    let _turn = turn(kit)?;
    let mut results = BTreeMap::new();
    let mut to_build = Vec::new();
    for &kata in katas {
        if let Some(impossible) = impossible(kit, kata, whose) {
            results.insert(kata.name.clone(), impossible);
        } else if let Memory::Current(known) = cache::recall(kit, &kata.name, whose)
            && let Some(built) = known.built
        {
            // Cargo would take most of the time to find out that there is nothing to do.
            let checked = run(kit, kata, level, &built)?.checked(&built.warnings);
            if level.is_none() && checked.unjudged().is_none() {
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

/// Waits until no other run judges this checkout: one would run what the other compiles.
fn turn(kit: &Kit) -> Result<Option<File>> {
    let path = kit.scratch("results")?.join("lock");
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    let start = Instant::now();
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if process::cancelled() => bail!("cancelled"),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
            // Some file systems do not support locks.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
        if !told && start.elapsed() > Duration::from_secs(1) {
            pass_the_time("another `cargo kata` is judging this checkout; waiting for it …");
            told = true;
        }
    }
}

/// Judges katas that all need the same feature of the kit, or none.
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

/// Runs the claims of the katas that were built, each with its sources as they were then.
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
                .with_context(|| format!("the tests of {} were not built", kata.name))?;
            // Remembered before they run, so that no build is repeated after a run that was stopped.
            cache::remember(kit, &kata.name, whose, &then, Some(built.clone()), None);
            let checked = run(kit, kata, level, &built)?.checked(&warnings);
            (Some(built), checked)
        } else if let Some(errors) = outcome.errors.get(&kata.name) {
            let said = cargo::rendered(errors);
            // An error without a place may not be the kata's: most often the disk is full for the compiler
            // or the linker.
            let points = errors.iter().any(|error| !error.spans.is_empty());
            (None, if points { Checked::Refused(said) } else { Checked::Unjudged(said) })
        } else {
            // Most often a library that the tests use does not compile.
            let errors: Vec<String> = outcome.errors.values().map(|errors| cargo::rendered(errors)).collect();
            bail!("cargo built no tests for {}: {}{}", kata.name, errors.concat(), outcome.complaint());
        };
        if level.is_none() && checked.unjudged().is_none() {
            cache::remember(kit, &kata.name, whose, &then, built, Some(checked.clone()));
        }
        results.insert(kata.name.clone(), checked);
    }
    Ok(results)
}

/// Why a kata cannot be judged, if that is known without Cargo.
pub fn impossible(kit: &Kit, kata: &Kata, whose: Whose) -> Option<Checked> {
    let (path, name) = (kit.kata_file(&kata.name), &kata.name);
    if !kit.tests_file(name).is_file() {
        return Some(Checked::NoClaims);
    }
    if whose == Whose::Reference {
        return None;
    }
    match fs::read(path) {
        Ok(bytes) => {
            let why = not_utf8(&bytes)?;
            Some(Checked::Unreadable(format!("katas/{name}.rs cannot be read as text: {why}")))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(Checked::Missing(format!(
            "katas/{name}.rs is missing: `cargo kata reset {name}` restores the stub"
        ))),
        Err(error) => Some(Checked::Unreadable(format!("katas/{name}.rs cannot be read: {error}"))),
    }
}

/// Has Cargo build the tests of `katas`, which all need the same feature.
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
    // Cargo compares dates. A file that was moved here, from a backup for example, may be older than the
    // program that was built from its predecessor.
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

/// Whether `file` was put here after `program` was built, whatever its modification date.
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
fn run(kit: &Kit, kata: &Kata, level: Option<&str>, built: &Built) -> Result<Ran> {
    let of_level = |name: &String| level.is_none_or(|level| name.split("::").next() == Some(level));
    if !built.claims.iter().any(of_level) {
        return Ok(Ran::default());
    }
    let names: Vec<String> = level.map(|level| format!("{level}::")).into_iter().collect();
    let mut ran = run_program(kit, kata, &names, built, &[])?;
    let verdicts = &mut ran.verdicts;
    verdicts.retain(|verdict| level.is_none_or(|level| verdict.level() == level));
    // If the tests end half-way, the remaining verdicts are missing.
    let position = |id: &str| kata.levels.iter().position(|level| id.split("::").nth(1) == Some(&level.name));
    for name in &built.claims {
        let id = format!("{}::{name}", kata.name);
        if position(&id).is_some() && of_level(name) && verdicts.iter().all(|verdict| verdict.id != id) {
            verdicts.push(Verdict::missing(id));
        }
    }
    verdicts.sort_by_key(|verdict| (position(&verdict.id), verdict.id.clone()));
    Ok(ran)
}

/// Runs one claim of a kata that was just judged again, with `settings` in its environment.
pub fn run_again(
    kit: &Kit,
    kata: &Kata,
    id: &str,
    whose: Whose,
    settings: &[(&str, String)],
) -> Result<Option<Verdict>> {
    let Memory::Current(Known { built: Some(built), .. }) = cache::recall(kit, &kata.name, whose) else {
        return Ok(None);
    };
    let name = id.split_once("::").map_or(id, |(_, name)| name);
    let names = ["--exact".to_owned(), name.to_owned()];
    let ran = run_program(kit, kata, &names, &built, settings)?;
    Ok(ran.verdicts.into_iter().find(|verdict| verdict.id == id))
}

/// The results of one run of a kata's test program.
#[derive(Default)]
struct Ran {
    verdicts: Vec<Verdict>,
    printed: BTreeMap<String, String>,
    /// Notes of the program itself.
    notes: String,
}

impl Ran {
    fn checked(self, warnings: &str) -> Checked {
        let warnings = format!("{warnings}{}", self.notes);
        Checked::Verdicts { verdicts: self.verdicts, warnings, printed: self.printed }
    }
}

fn run_program(
    kit: &Kit,
    kata: &Kata,
    arguments: &[String],
    built: &Built,
    settings: &[(&str, String)],
) -> Result<Ran> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let file = format!("{}-{number}-{}.jsonl", std::process::id(), kata.name);
    let records = kit.scratch("verdicts")?.join(file);
    let _ = fs::remove_file(&records);
    let ran = run_recorded(kit, kata, arguments, built, settings, &records);
    let _ = fs::remove_file(&records);
    ran
}

/// Like [`run_program`], with the verdicts written to `records`.
fn run_recorded(
    kit: &Kit,
    kata: &Kata,
    arguments: &[String],
    built: &Built,
    settings: &[(&str, String)],
    records: &Path,
) -> Result<Ran> {
    let program = &built.program;
    let threads = thread::available_parallelism().map_or(1, |cores| cores.get()).max(LEAST_THREADS);
    let mut tests = Command::new(program);
    tests.arg(format!("--test-threads={threads}")).arg("--format=json").args(arguments);
    tests.env(environment::VERDICTS, records).envs(settings.iter().map(|(name, value)| (name, value)));
    // Cargo sets it, and a program of another checkout refuses to run.
    tests.env("CARGO_MANIFEST_DIR", kit.claims(&kata.name));
    tests.current_dir(&kit.root).stdin(Stdio::null());
    let mut tests = Group::start_piped(tests).with_context(|| format!("cannot run {}", program.display()))?;
    let (events, said) = (listen(tests.take_stdout()?), listen(tests.take_stderr()?));
    let deadline = Instant::now() + LIMIT;
    let status = tests.wait_until(Some(deadline))?;
    if process::cancelled() {
        bail!("cancelled");
    }
    if Instant::now() > deadline {
        bail!("the claims of {} did not end within {} s", kata.name, LIMIT.as_secs());
    }
    // Processes that the tests started may keep the pipes open.
    let heard = |pipe: Receiver<String>| pipe.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
    let said = heard(said);
    if !matches!(status.code(), Some(0 | 101)) {
        bail!("the tests of {} stopped half-way ({status}) {}", kata.name, said.trim());
    }
    let verdicts = records::read_all(records)?;
    let printed = printed(&kata.name, &heard(events), &verdicts);
    let notes = said.lines().filter(|line| line.starts_with("note: ")).map(|line| format!("{line}\n"));
    Ok(Ran { verdicts, printed, notes: notes.collect() })
}

/// Reads a pipe to its end in a thread of its own.
fn listen(mut pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, said) = channel();
    thread::spawn(move || {
        let mut text = Vec::new();
        let _ = pipe.read_to_end(&mut text);
        let _ = tell.send(String::from_utf8_lossy(&text).into_owned());
    });
    said
}

/// One event of `--format=json`, as far as it is used here.
#[derive(Deserialize)]
struct Event {
    name: Option<String>,
    stdout: Option<String>,
}

/// The output of claims by id, without their messages.
fn printed(kata: &str, events: &str, verdicts: &[Verdict]) -> BTreeMap<String, String> {
    let events = events.lines().filter_map(|line| serde_json::from_str(line).ok());
    let said = events.filter_map(|Event { name, stdout }| Some((format!("{kata}::{}", name?), stdout?)));
    let mut printed = BTreeMap::new();
    for (id, said) in said {
        let message =
            verdicts.iter().find(|verdict| verdict.id == id).map(|verdict| verdict.text(ascii_wanted()));
        let own = message.as_ref().and_then(|message| said.trim_end().strip_suffix(message.trim_end()));
        if let Some(own) = own.map(str::trim_end).filter(|own| !own.is_empty()) {
            printed.insert(id, own.to_owned());
        }
    }
    printed
}

/// A learner's progress on one level.
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
    /// The kata's file is not there.
    Missing,
    /// Something failed that says nothing about the kata.
    Unjudged,
    /// The kata's file cannot be read.
    Unreadable,
    /// The kit has no claims for it, so it cannot be done or next.
    NoClaims,
    /// Not judged yet.
    Unknown,
}

/// The state of a level according to its kata's verdicts.
pub fn state(checked: &Checked, level: &str) -> State {
    let verdicts = match checked {
        Checked::Verdicts { verdicts, .. } => verdicts,
        Checked::Refused(_) => return State::Refused,
        Checked::Missing(_) => return State::Missing,
        Checked::Unreadable(_) => return State::Unreadable,
        Checked::NoClaims => return State::NoClaims,
        Checked::Unjudged(_) => return State::Unjudged,
        Checked::Untouched => return State::NotStarted,
    };
    let of_level: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.level() == level).collect();
    let failed = of_level.iter().filter(|verdict| !verdict.passed()).count();
    if of_level.is_empty() {
        State::NoClaims
    } else if failed == 0 {
        State::Done
    } else if of_level.iter().any(|verdict| verdict.status() == Status::Error) {
        State::Unjudged
    } else if of_level.iter().all(|verdict| verdict.reason == Reason::NotStarted) {
        State::NotStarted
    } else {
        State::Failing { failed, claims: of_level.len() }
    }
}
