//! Results on disk: a file for each submission, written as soon as it is graded, and one for each text of a kata
//! that was judged. An interrupted run continues from there; a report reads them back, one submission at a time.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use verdict::Verdict;

use crate::grade::results::class::{Results, Tally};
use crate::grade::results::folders::{self, Owned};
use crate::grade::results::model::{Graded, Head};
use crate::grade::results::shard::Part;
use crate::sync::lock;
use crate::ui::text::hex;

/// The name of its folders.
pub const KIND: &str = "store";

/// What a run records about itself, so that another can tell whether to continue it.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    seed: u64,
    /// What was given on the command line.
    paths: BTreeSet<PathBuf>,
    shard: Option<Part>,
}

/// A run, under way or interrupted.
#[derive(Debug)]
pub struct Started {
    folder: Owned,
    pub seed: u64,
}

impl Started {
    /// A new run.
    pub fn new(base: &Path, paths: &[PathBuf], shard: Option<Part>, seed: u64) -> Result<Started> {
        let folder = Owned::make(base, KIND)?;
        let started = Started { folder, seed };
        started.say(paths, shard)?;
        Ok(started)
    }

    /// The last run in `base` that was interrupted over any of `paths`.
    pub fn find(base: &Path, paths: &[PathBuf], shard: Option<Part>) -> Option<Started> {
        let paths = absolute(paths);
        folders::of_kind(base, KIND).into_iter().find_map(|path| {
            let run: Run = read(&path.join("run.json"))?;
            if run.shard != shard || run.paths.is_disjoint(&paths) {
                return None;
            }
            Some(Started { folder: Owned::take(&path)?, seed: run.seed })
        })
    }

    /// The same run with another seed from now on.
    pub fn with_seed(self, seed: u64, paths: &[PathBuf], shard: Option<Part>) -> Result<Started> {
        let started = Started { seed, ..self };
        started.say(paths, shard)?;
        Ok(started)
    }

    fn say(&self, paths: &[PathBuf], shard: Option<Part>) -> Result<()> {
        let run = Run { seed: self.seed, paths: absolute(paths), shard };
        write(&self.folder.path.join("run.json"), &run)
    }
}

fn absolute(paths: &[PathBuf]) -> BTreeSet<PathBuf> {
    paths.iter().map(|path| fs::canonicalize(path).unwrap_or_else(|_| path.clone())).collect()
}

/// The results of a run.
pub struct ResultStore {
    folder: Owned,
    /// What all results depend on besides a submission's own text.
    rules: String,
    kept: Mutex<Kept>,
}

struct Kept {
    places: Vec<Slot>,
    tally: Tally,
}

/// Where the result of a submission is.
#[derive(Clone)]
enum Slot {
    Nowhere,
    File(Key),
    /// In memory: the disk is full, but there should still be a report.
    Memory(Box<Graded>),
}

/// The name of a file of results: a digest of everything that they depend on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

/// The findings on a text of a kata.
#[derive(Debug, Serialize, Deserialize)]
pub struct JudgedKata {
    pub verdicts: Vec<Verdict>,
    pub note: Option<String>,
    /// How long that took; it counts against every submission that contains the text.
    pub seconds: f64,
}

impl ResultStore {
    /// Opens storage for the results of `submissions`, graded as `head` says.
    pub fn open(started: Started, head: &Head, submissions: usize) -> Result<ResultStore> {
        // Neither changes a result.
        let head = Head { self_check: String::new(), shard: None, ..head.clone() };
        let rules = serde_json::to_string(&head).context("cannot write down how this run grades")?;
        let kept = Kept { places: vec![Slot::Nowhere; submissions], tally: Tally::default() };
        Ok(ResultStore { folder: started.folder, rules, kept: Mutex::new(kept) })
    }

    /// The key of something that consists of these parts, under the rules of this run.
    pub fn key(&self, kind: &str, parts: &[&str]) -> Key {
        let mut hasher = Sha256::new();
        for part in [kind, &self.rules].iter().chain(parts) {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Key(format!("{kind}-{}", hex(&hasher.finalize())))
    }

    fn file(&self, key: &Key) -> PathBuf {
        self.folder.path.join(format!("{}.json", key.0))
    }

    /// Keeps the findings on a kata. If it fails, the next kata with the same text is judged again.
    pub fn keep_judged(&self, key: &Key, judged: &JudgedKata) {
        let _ = write(&self.file(key), judged);
    }

    /// The findings on a text, if they are kept.
    pub fn judged(&self, key: &Key) -> Option<JudgedKata> {
        read(&self.file(key))
    }

    /// Keeps the result of the submission `index`. Returns whether it will outlive this run.
    pub fn keep(&self, index: usize, key: Key, graded: Graded) -> bool {
        let written = write(&self.file(&key), &graded).is_ok();
        self.place(index, key, graded, written);
        written
    }

    fn place(&self, index: usize, key: Key, graded: Graded, written: bool) {
        let mut kept = lock(&self.kept);
        kept.tally.add(&graded);
        kept.places[index] = if written { Slot::File(key) } else { Slot::Memory(Box::new(graded)) };
    }

    /// Whether the submission `index` is already graded. One at which the grader failed is not.
    pub fn has(&self, index: usize, key: &Key) -> bool {
        let graded = read::<Graded>(&self.file(key)).filter(|graded| !graded.harness_error());
        let found = graded.is_some();
        if let Some(graded) = graded {
            self.place(index, key.clone(), graded, true);
        }
        found
    }

    /// How many submissions are graded.
    pub fn done(&self) -> usize {
        lock(&self.kept).tally.submissions
    }

    /// The totals of all results so far.
    pub fn tally(&self) -> Tally {
        lock(&self.kept).tally.clone()
    }

    /// Removes everything once the reports are written.
    pub fn remove(&self) {
        self.folder.remove();
    }
}

impl Results for ResultStore {
    fn number(&self) -> usize {
        lock(&self.kept).places.len()
    }

    fn read(&self, index: usize) -> Result<Graded> {
        let place = lock(&self.kept).places[index].clone();
        match place {
            Slot::File(key) => {
                let file = self.file(&key);
                read(&file).with_context(|| format!("{} is gone, or was changed", file.display()))
            }
            Slot::Memory(graded) => Ok(*graded),
            Slot::Nowhere => anyhow::bail!("a submission was not graded"),
        }
    }
}

/// Writes a file atomically: a reader finds all of it or nothing.
fn write(path: &Path, value: &impl Serialize) -> Result<()> {
    let fresh = path.with_extension("new");
    let written = serde_json::to_vec(value).map_err(anyhow::Error::from).and_then(|text| {
        fs::write(&fresh, text)?;
        Ok(fs::rename(&fresh, path)?)
    });
    if written.is_err() {
        let _ = fs::remove_file(&fresh);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// The contents of a file; `None` if it is missing or incomplete.
fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
