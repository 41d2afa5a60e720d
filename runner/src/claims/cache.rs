//! Remembers a kata's test program and verdicts for as long as nothing that they depend on has changed. It
//! compares contents, not dates.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use verdict::environment;

use crate::claims::check::{Checked, Whose};
use crate::claims::shortcut::Recipe;
use crate::kit::Kit;

/// One kata's entry.
#[derive(Serialize, Deserialize)]
pub struct Known {
    key: u64,
    /// The files that rustc read besides those that are always compared.
    #[serde(default)]
    sources: Vec<PathBuf>,
    /// The test program, if it still exists.
    pub built: Option<Built>,
    /// The verdicts on the whole kata.
    pub checked: Option<Checked>,
}

/// A test program that can run again without Cargo.
#[derive(Clone, Serialize, Deserialize)]
pub struct Built {
    /// Where it is.
    pub program: PathBuf,
    /// Its size and date: a different file there was not built from the same sources.
    stamp: Stamp,
    /// The names of its tests.
    pub claims: Vec<String>,
    /// rustc's warnings about the kata.
    pub warnings: String,
}

/// A file's size and date.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    modified: SystemTime,
}

impl Built {
    /// `None` if the program is not there.
    pub fn new(program: PathBuf, claims: Vec<String>, warnings: String) -> Option<Built> {
        Some(Built { stamp: stamp(&program)?, program, claims, warnings })
    }

    fn is_there(&self) -> bool {
        stamp(&self.program).is_some_and(|stamp| stamp == self.stamp)
    }
}

/// The size and date of `file`; `None` if it cannot be inspected.
pub fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(file).ok()?;
    Some(Stamp { length: metadata.len(), modified: metadata.modified().ok()? })
}

/// What is remembered of a kata.
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
    let read = || -> Option<Known> {
        let text = fs::read_to_string(file(kit, kata, whose).ok()?).ok()?;
        serde_json::from_str(&text).ok()
    };
    let Some(mut known) = read() else { return Memory::Nothing };
    known.built = known.built.filter(Built::is_there);
    match known.built {
        _ if known.key == key(kit, kata, whose, &known.sources) => Memory::Current(known),
        Some(built) => Memory::Old { program: built.program },
        None => Memory::Nothing,
    }
}

/// Whether the kata's tests must be built first.
pub fn needs_a_build(kit: &Kit, kata: &str) -> bool {
    !matches!(recall(kit, kata, Whose::Learner), Memory::Current(Known { built: Some(_), .. }))
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
    built: Option<Built>,
    checked: Option<Checked>,
) {
    // Saved meanwhile: it is unknown which of the two was judged.
    if *then != Sources::now(kit, kata, whose) {
        return;
    }
    let sources = built.as_ref().map(|built| dependencies(kit, &built.program)).unwrap_or_default();
    let known = Known { key: key(kit, kata, whose, &sources), sources, built, checked };
    if let (Ok(file), Ok(text)) = (file(kit, kata, whose), serde_json::to_string(&known)) {
        let _ = fs::write(file, text);
    }
}

/// How a kata's tests were compiled last time.
pub fn recipe(kit: &Kit, kata: &str, whose: Whose) -> Option<Recipe> {
    serde_json::from_str(&fs::read_to_string(recipe_file(kit, kata, whose)?).ok()?).ok()
}

/// Remembers how a kata's tests are compiled, if it can be written down.
pub fn keep_recipe(kit: &Kit, kata: &str, whose: Whose, recipe: &Recipe) {
    if let (Some(file), Ok(text)) = (recipe_file(kit, kata, whose), serde_json::to_string(recipe)) {
        let _ = fs::write(file, text);
    }
}

fn recipe_file(kit: &Kit, kata: &str, whose: Whose) -> Option<PathBuf> {
    Some(file(kit, kata, whose).ok()?.with_extension("recipe"))
}

/// Hashes of a kata's files at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources(u64);

impl Sources {
    /// Reads and hashes the files.
    pub fn now(kit: &Kit, kata: &str, whose: Whose) -> Sources {
        Sources(key(kit, kata, whose, &[]))
    }

    /// All but the kata's own file.
    pub fn around(kit: &Kit, kata: &str, whose: Whose) -> Sources {
        Sources(key_of(&surroundings(kit, kata), whose))
    }
}

fn file(kit: &Kit, kata: &str, whose: Whose) -> Result<PathBuf> {
    Ok(folder(kit, whose)?.join(format!("{kata}.json")))
}

/// The folder for results on one kind of answers; each kind has its own.
pub fn folder(kit: &Kit, whose: Whose) -> Result<PathBuf> {
    kit.scratch(if whose == Whose::Reference { "references" } else { "results" })
}

/// A hash of everything that a kata's verdicts depend on: what is compiled, how, and how it is run.
fn key(kit: &Kit, kata: &str, whose: Whose, more: &[PathBuf]) -> u64 {
    let answer = match whose {
        Whose::Learner => kit.kata_file(kata),
        Whose::Reference => kit.answers().join(kata).join("reference.rs"),
    };
    let files: Vec<PathBuf> =
        [answer].into_iter().chain(surroundings(kit, kata)).chain(more.iter().cloned()).collect();
    key_of(&files, whose)
}

/// The files to compare besides the kata's own.
fn surroundings(kit: &Kit, kata: &str) -> Vec<PathBuf> {
    let cargo_home = env::home_dir().map(|home| home.join(".cargo"));
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or(cargo_home).unwrap_or_default();
    let here = [
        "macros",
        "src",
        "verdict",
        "tests/build.rs",
        "Cargo.toml",
        "Cargo.lock",
        "rust-toolchain.toml",
        ".cargo",
    ];
    let here = here.iter().map(|name| kit.root.join(name));
    [kit.claims(kata)].into_iter().chain(here).chain([cargo_home.join("config.toml")]).collect()
}

/// A hash of the contents of `files`, and of the settings that matter.
fn key_of(files: &[PathBuf], whose: Whose) -> u64 {
    let mut hasher = DefaultHasher::new();
    (whose == Whose::Reference).hash(&mut hasher);
    files.iter().for_each(|path| hash(path, &mut hasher));
    // Variables that change how Cargo compiles or how claims run.
    let starts =
        ["RUSTC", "RUSTFLAGS", "RUSTUP_TOOLCHAIN", "CARGO_BUILD_", "CARGO_ENCODED_", "CARGO_PROFILE_"];
    let starts = || starts.iter().chain(&["CARGO_TARGET_", environment::PREFIX]);
    // Variables that decide whether a timeline is drawn in ASCII.
    let letters = ["LANG", "LC_ALL", "LC_CTYPE"];
    let matters = |name: &str| starts().any(|start| name.starts_with(start)) || letters.contains(&name);
    let mut settings: Vec<_> = env::vars_os().filter(|(name, _)| matters(&name.to_string_lossy())).collect();
    settings.push(("dumb".into(), env::var_os("TERM").filter(|term| term == "dumb").unwrap_or_default()));
    settings.sort();
    settings.hash(&mut hasher);
    hasher.finish()
}

fn hash(path: &Path, hasher: &mut DefaultHasher) {
    path.hash(hasher);
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| hash(path, hasher));
    } else {
        fs::read(path).ok().hash(hasher);
    }
}

/// The files that rustc read for `program`, from the dep-info beside it; they include those that a kata
/// includes itself.
fn dependencies(kit: &Kit, program: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(program.with_extension("d")).unwrap_or_default();
    // One line for each file: `PATH:`, with a backslash before a blank.
    let files = text.lines().filter_map(|line| line.strip_suffix(':'));
    files.map(|file| kit.root.join(file.replace("\\ ", " "))).collect()
}
