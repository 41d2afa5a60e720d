//! Judges the learner's katas: builds their tests, runs them, reads the verdicts.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::cargo;
use crate::kit::{Kata, Kit};
use crate::process::{self, Group};
use crate::verdict::{self, Status, Verdict};

/// What became of one kata.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Checked {
    /// In the order of the levels, and of the claims in the tests.
    Verdicts { verdicts: Vec<Verdict>, warnings: String },
    /// It does not compile: what rustc said.
    Refused(String),
    /// There is no such file, or it cannot be read: why, and what to do.
    Missing(String),
}

/// Which answers are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Learner,
    Reference,
}

/// Judges `katas`, or of each only the level called `level`. One that does not compile does not
/// keep the others from being judged. `ansi` asks rustc for colours.
///
/// # Errors
/// If Cargo cannot be run, or was cancelled.
pub fn check(
    kit: &Kit,
    katas: &[&Kata],
    level: Option<&str>,
    whose: Whose,
    ansi: bool,
) -> Result<BTreeMap<String, Checked>> {
    let mut results = BTreeMap::new();
    let mut arguments = vec!["--package", "tokio-katas"];
    if whose == Whose::Reference {
        arguments.extend(["--features", "solutions"]);
    }
    for kata in katas {
        match readable(kit, kata) {
            Err(why) if whose == Whose::Learner => {
                results.insert(kata.name.clone(), Checked::Missing(why));
            }
            _ => arguments.extend(["--test", &kata.name]),
        }
    }
    if results.len() == katas.len() {
        return Ok(results);
    }
    let mut built = cargo::build(kit, &arguments, ansi)?;
    for kata in katas.iter().filter(|kata| !results.contains_key(&kata.name)).collect::<Vec<_>>() {
        let checked = if let Some(program) = built.programs.get(&kata.name) {
            let warnings = cargo::rendered(&built.warnings.remove(&kata.name).unwrap_or_default());
            Checked::Verdicts { verdicts: run(kit, kata, level, program)?, warnings }
        } else if let Some(errors) = built.errors.get(&kata.name) {
            Checked::Refused(cargo::rendered(errors))
        } else {
            bail!("cargo built no tests for {}: {}", kata.name, built.said.trim());
        };
        results.insert(kata.name.clone(), checked);
    }
    Ok(results)
}

/// Why the learner's file cannot be judged, if it cannot.
fn readable(kit: &Kit, kata: &Kata) -> Result<(), String> {
    let (path, name) = (kit.kata_file(&kata.name), &kata.name);
    match fs::read_to_string(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(format!("katas/{name}.rs is not there: `cargo kata reset {name}` puts the stub back"))
        }
        Err(error) => Err(format!("katas/{name}.rs cannot be read: {error}")),
    }
}

/// Runs the claims in `program`, or those of one level.
fn run(kit: &Kit, kata: &Kata, level: Option<&str>, program: &Path) -> Result<Vec<Verdict>> {
    let records = kit.scratch("verdicts")?.join(format!("{}-{}.jsonl", std::process::id(), kata.name));
    let _ = fs::remove_file(&records);
    let mut tests = Command::new(program);
    tests.args(level.map(|level| format!("{level}::")));
    tests.env("TOKIO_KATAS_VERDICTS", &records).current_dir(&kit.root).stdin(Stdio::null());
    let mut tests = Group::start_piped(tests).with_context(|| format!("cannot run {}", program.display()))?;
    // The records say it all; the pipes are emptied so that nobody waits for them.
    let (mut stdout, mut stderr) = (tests.take_stdout()?, tests.take_stderr()?);
    let said = std::thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    let listed = std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()));
    let status = tests.wait()?;
    if process::cancelled() {
        bail!("cancelled");
    }
    let _ = listed.join();
    let said = said.join().unwrap_or_else(|_| Ok(String::new())).unwrap_or_default();
    let mut verdicts = verdict::read_all(&records)?;
    let _ = fs::remove_file(&records);
    if verdicts.is_empty() {
        bail!("the tests of {} gave no verdict ({status}): {}", kata.name, said.trim());
    }
    let place = |verdict: &Verdict| kata.levels.iter().position(|level| level.name == verdict.level());
    verdicts.sort_by_key(|verdict| (place(verdict), verdict.id.clone()));
    Ok(verdicts)
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
    /// The kata does not compile, or is not there.
    Broken,
}

/// The state of a level, as its kata's verdicts have it.
pub fn state(checked: &Checked, level: &str) -> State {
    let Checked::Verdicts { verdicts, .. } = checked else { return State::Broken };
    let of_level: Vec<&Verdict> = verdicts.iter().filter(|verdict| verdict.level() == level).collect();
    let failed = of_level.iter().filter(|verdict| verdict.status != Status::Pass).count();
    if of_level.is_empty() {
        State::Broken
    } else if failed == 0 {
        State::Done
    } else if of_level.iter().all(|verdict| verdict.reason == "not_started") {
        State::NotStarted
    } else {
        State::Failing { failed, claims: of_level.len() }
    }
}
