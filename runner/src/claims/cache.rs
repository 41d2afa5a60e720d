//! What is known of a kata from before: its test binary and its verdicts, for as long as nothing that they depend on
//! has changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::claims::checked::{Checked, Whose};
use crate::claims::sources::{Sources, Stamp};
use crate::kit::{Kit, read};

/// One kata's entry.
#[derive(Serialize, Deserialize)]
pub struct Known {
    /// What it depends on, with `read`.
    sources: Sources,
    /// The files that rustc read besides those that are always looked at.
    read: Vec<PathBuf>,
    pub tests: Option<TestProgram>,
    /// The verdicts on the whole kata.
    pub checked: Option<Checked>,
}

/// A test program that can run again without Cargo.
#[derive(Clone, Serialize, Deserialize)]
pub struct TestProgram {
    pub path: PathBuf,
    /// What the file looked like: another one there was not built from the same sources.
    stamp: Stamp,
    /// The names of its tests.
    pub claims: Vec<String>,
    /// rustc's warnings about the kata.
    pub warnings: String,
}

impl TestProgram {
    /// None if the file is gone.
    pub fn new(path: PathBuf, claims: Vec<String>, warnings: String) -> Option<TestProgram> {
        Some(TestProgram { stamp: Stamp::of(&path)?, path, claims, warnings })
    }

    fn is_there(&self) -> bool {
        Stamp::of(&self.path).is_some_and(|stamp| stamp == self.stamp)
    }
}

/// What is known of a kata.
pub enum Memory {
    /// Nothing has changed since.
    Current(Known),
    /// Something has changed since the program was built.
    Old {
        program: PathBuf,
    },
    Nothing,
}

/// What is remembered of `kata`.
pub fn recall(kit: &Kit, kata: &str, whose: Whose) -> Memory {
    // A note that cannot be read, or was written by another version of this program, is no note.
    let known = || -> Option<Known> {
        let text = fs::read_to_string(file(kit, kata, whose).ok()?).ok()?;
        serde_json::from_str(&text).ok()
    };
    let Some(mut known) = known() else { return Memory::Nothing };
    known.tests = known.tests.filter(TestProgram::is_there);
    match known.tests {
        _ if known.sources == Sources::with(kit, kata, whose, &known.read) => Memory::Current(known),
        Some(tests) => Memory::Old { program: tests.path },
        None => Memory::Nothing,
    }
}

/// Whether the kata's tests must be built first.
pub fn needs_a_build(kit: &Kit, kata: &str) -> bool {
    !matches!(recall(kit, kata, Whose::Learner), Memory::Current(Known { tests: Some(_), .. }))
}

/// The verdicts on the whole kata, if they are still valid.
pub fn verdicts(kit: &Kit, kata: &str) -> Option<Checked> {
    match recall(kit, kata, Whose::Learner) {
        Memory::Current(known) => known.checked,
        _ => None,
    }
}

/// Remembers the results for the sources as [`Sources::now`] found them. If they cannot be written down, that
/// costs time, nothing else.
pub fn remember(
    kit: &Kit,
    kata: &str,
    whose: Whose,
    then: &Sources,
    tests: Option<TestProgram>,
    checked: Option<Checked>,
) {
    // Saved meanwhile: it is unknown which of the two was judged.
    if *then != Sources::now(kit, kata, whose) {
        return;
    }
    let read = match &tests {
        None => Vec::new(),
        Some(tests) => match dependencies(kit, &tests.path) {
            Ok(read) => read,
            // What it depends on is not known, so nothing says when it is out of date.
            Err(_) => return,
        },
    };
    let known = Known { sources: Sources::with(kit, kata, whose, &read), read, tests, checked };
    if let (Ok(file), Ok(text)) = (file(kit, kata, whose), serde_json::to_string(&known)) {
        let _ = fs::write(file, text);
    }
}

fn file(kit: &Kit, kata: &str, whose: Whose) -> Result<PathBuf> {
    Ok(folder(kit, whose)?.join(format!("{kata}.json")))
}

/// The folder for results on one kind of answers; each kind has its own.
pub fn folder(kit: &Kit, whose: Whose) -> Result<PathBuf> {
    kit.scratch(if whose == Whose::Reference { "references" } else { "results" })
}

/// The files that rustc read for `program`, as it noted beside it; also those that a kata
/// includes on its own.
fn dependencies(kit: &Kit, program: &Path) -> Result<Vec<PathBuf>> {
    let text = read(&program.with_extension("d")).context("nothing says what the program was made of")?;
    // One line for each file: `PATH:`, with a backslash before a blank.
    let files = text.lines().filter_map(|line| line.strip_suffix(':'));
    Ok(files.map(|file| kit.root.join(file.replace("\\ ", " "))).collect())
}
