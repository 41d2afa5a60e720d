//! Judges the learner's katas: builds and runs their tests, and reads the verdicts.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::claims::cache::{self, Known, Memory, TestProgram};
use crate::claims::cargo::{self, Compilation};
use crate::claims::checked::{Checked, Whose};
use crate::claims::run::{self, ClaimRun, Selection};
use crate::claims::shortcut;
use crate::claims::sources::Sources;
use crate::kit::{Kata, Kit, Level, by_feature};
use crate::process;
use crate::ui::output::pass_the_time;
use crate::ui::text::not_utf8;
use verdict::{Orders, Verdict, ascii_wanted, environment};

/// Real time for all claims of one kata. Each claim has a limit of its own (4 s), so this only catches what
/// happens outside the claims.
const LIMIT: Duration = Duration::from_secs(300);

/// At least this many claims run at once, even on fewer cores: claims that hang mostly sleep.
const LEAST_THREADS: usize = 8;

/// Judges `katas`, or of each only the level called `level`. One that does not compile does not
/// keep the others from being judged.
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
            && let Some(tests) = known.tests
        {
            // Cargo would find out that there is nothing to do, in most of the time that this takes.
            let checked = run_level(kit, kata, level, &tests)?.checked(&tests.warnings);
            if level.is_none() && checked.unjudged().is_none() {
                let then = Sources::now(kit, &kata.name, whose);
                cache::remember(kit, &kata.name, whose, &then, Some(tests), Some(checked.clone()));
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
        if let Some(recipe) = outcome.recipes.get(&kata.name) {
            shortcut::keep(kit, &kata.name, whose, recipe, around);
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
    mut outcome: Compilation,
) -> Result<BTreeMap<String, Checked>> {
    let mut results = BTreeMap::new();
    for (kata, then) in katas {
        let (tests, checked) = if let Some(program) = outcome.programs.remove(&kata.name) {
            let warnings =
                outcome.warnings.get(&kata.name).map_or_else(String::new, |it| cargo::rendered(it));
            let claims = run::list(Command::new(&program.path))?.names;
            let tests = TestProgram::new(program.path, claims, warnings.clone())
                .with_context(|| format!("the tests of {} are gone", kata.name))?;
            // Noted before they run: a run that is stopped needs no new build.
            cache::remember(kit, &kata.name, whose, &then, Some(tests.clone()), None);
            let checked = run_level(kit, kata, level, &tests)?.checked(&warnings);
            (Some(tests), checked)
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
            cache::remember(kit, &kata.name, whose, &then, tests, Some(checked.clone()));
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

/// Has Cargo build the tests of `katas`, which need the same feature.
fn build(kit: &Kit, katas: &[&Kata], whose: Whose) -> Result<Compilation> {
    let mut arguments: Vec<&str> = katas.iter().flat_map(|kata| ["--package", &kata.name]).collect();
    if whose == Whose::Reference {
        arguments.extend(["--features", "solutions"]);
    }
    let feature = katas.first().and_then(|kata| kata.feature.as_deref());
    arguments.extend(feature.into_iter().flat_map(|feature| ["--features", feature]));
    arguments.extend(katas.iter().flat_map(|kata| ["--test", &kata.name]));
    let before: Vec<Memory> = katas.iter().map(|kata| cache::recall(kit, &kata.name, whose)).collect();
    let notes = kit.scratch("recipes")?;
    let outcome = cargo::build(kit, &arguments, true, Some(&notes))?;
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
    if stale { cargo::build(kit, &arguments, true, Some(&notes)) } else { Ok(outcome) }
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

/// Runs the claims of a kata, or those of one level.
fn run_level(kit: &Kit, kata: &Kata, level: Option<&str>, tests: &TestProgram) -> Result<Ran> {
    let of_level = |name: &str| level.is_none_or(|level| name.split("::").next() == Some(level));
    if !tests.claims.iter().any(|name| of_level(name)) {
        return Ok(Ran::default());
    }
    let claims = level.map_or(Selection::All, Selection::Level);
    let mut ran = run_claims(kit, kata, claims, tests, Vec::new(), LIMIT)?;
    let verdicts = &mut ran.verdicts;
    verdicts.retain(|verdict| level.is_none_or(|level| verdict.level() == level));
    let position = |id: &str| kata.levels.iter().position(|level| id.split("::").nth(1) == Some(&level.name));
    let wanted = tests.claims.iter().filter(|name| of_level(name));
    let ids = wanted.map(|name| format!("{}::{name}", kata.name)).filter(|id| position(id).is_some());
    run::complete(verdicts, ids);
    // As the claims are written: the telling ones come first.
    run::in_order(verdicts, &tests.claims);
    verdicts.sort_by_key(|verdict| position(&verdict.id));
    Ok(ran)
}

/// Runs one claim of a kata that was just judged once more, with `setting` in its environment.
pub fn run_again(
    kit: &Kit,
    kata: &Kata,
    id: &str,
    whose: Whose,
    setting: (&'static str, String),
) -> Result<Option<Verdict>> {
    let Memory::Current(Known { tests: Some(tests), .. }) = cache::recall(kit, &kata.name, whose) else {
        return Ok(None);
    };
    let name = id.split_once("::").map_or(id, |(_, name)| name);
    let ran = run_claims(kit, kata, Selection::Named(&[name]), &tests, vec![setting], LIMIT)?;
    Ok(ran.verdicts.into_iter().find(|verdict| verdict.id == id))
}

/// Makes claims run in these orders of what is ready in the same instant.
pub fn order_setting(orders: Orders) -> (&'static str, String) {
    (environment::ORDER, orders.to_string())
}

/// Real time for all claims of a kata in these orders: far more than they take.
pub fn order_limit(orders: Orders) -> Duration {
    LIMIT + Duration::from_secs(1) * u32::try_from(orders.count()).unwrap_or(u32::MAX)
}

/// What came of a level in several orders.
pub struct Explored {
    /// On each claim: of the first order in which it failed, or of the last.
    pub verdicts: Vec<Verdict>,
    /// By claim: what it printed, if it failed.
    pub printed: BTreeMap<String, String>,
    /// The claims that were not tried in other orders, and why.
    pub left_out: Vec<(String, String)>,
}

/// Runs the claims of a level that was just judged in other orders.
///
/// # Errors
/// If not one of its claims can be.
pub fn explore(kit: &Kit, kata: &Kata, level: &Level, orders: Orders, whose: Whose) -> Result<Explored> {
    let _turn = turn(kit)?;
    let Memory::Current(Known { tests: Some(tests), .. }) = cache::recall(kit, &kata.name, whose) else {
        bail!("katas/{}.rs was saved meanwhile; try again", kata.name);
    };
    let of_level = |name: &&String| name.split("::").next() == Some(level.name.as_str());
    let listed = run::list(at_home(kit, kata, &tests.path))?;
    let names: Vec<&String> = listed.names.iter().filter(of_level).collect();
    let left_out = |name: &str| Some((name.to_owned(), listed.left_out.get(name)?.clone()));
    let left_out: Vec<(String, String)> = names.iter().filter_map(|name| left_out(name)).collect();
    if left_out.len() == names.len() {
        let why = left_out.first().map(|(_, why)| format!(": {why}")).unwrap_or_default();
        bail!("no claim of {} can be tried in other orders{why}", level.id(kata));
    }
    let claims = Selection::Level(&level.name);
    let mut ran = run_claims(kit, kata, claims, &tests, vec![order_setting(orders)], order_limit(orders))?;
    ran.verdicts.retain(|verdict| verdict.level() == level.name);
    let tried = names.iter().filter(|name| !listed.left_out.contains_key(**name));
    run::complete(&mut ran.verdicts, tried.map(|name| format!("{}::{name}", kata.name)));
    run::in_order(&mut ran.verdicts, &listed.names);
    Ok(Explored { verdicts: ran.verdicts, printed: ran.printed, left_out })
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

fn run_claims(
    kit: &Kit,
    kata: &Kata,
    claims: Selection,
    tests: &TestProgram,
    settings: Vec<(&'static str, String)>,
    limit: Duration,
) -> Result<Ran> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let file = format!("{}-{number}-{}.jsonl", std::process::id(), kata.name);
    let ended = ClaimRun {
        program: at_home(kit, kata, &tests.path),
        claims,
        threads: thread::available_parallelism().map_or(1, |cores| cores.get()).max(LEAST_THREADS),
        settings,
        records: kit.scratch("verdicts")?.join(file),
        deadline: Instant::now() + limit,
        heard: true,
    }
    .run()?;
    if ended.stopped {
        bail!("the claims of {} did not end within {} s", kata.name, limit.as_secs());
    }
    // Without its words the verdicts are what they are.
    let said = ended.said.unwrap_or_else(|error| format!("note: {error:#}"));
    if !matches!(ended.status.code(), Some(0 | 101)) {
        bail!("the tests of {} broke off ({}) {}", kata.name, ended.status, said.trim());
    }
    let verdicts = ended.verdicts?;
    let mut notes: String =
        said.lines().filter(|line| line.starts_with("note: ")).map(|line| format!("{line}\n")).collect();
    let printed = match ended.events {
        Ok(events) => printed(&kata.name, &events, &verdicts),
        Err(error) => {
            notes += &format!("note: {error:#}\n");
            BTreeMap::new()
        }
    };
    Ok(Ran { verdicts, printed, notes })
}

/// A kata's program as Cargo would run it: one of another checkout refuses.
fn at_home(kit: &Kit, kata: &Kata, program: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&kit.root).env("CARGO_MANIFEST_DIR", kit.claims(&kata.name));
    command
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
