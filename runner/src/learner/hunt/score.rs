//! How often the mistakes of each family were found: kept in Cargo's target folder, as all that the command remembers.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::kit::{Kit, locked};
use crate::ui::output::note;

/// By the name of the family.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Score {
    families: BTreeMap<String, FamilyScore>,
}

/// The score of one family.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FamilyScore {
    pub found: u32,
    pub missed: u32,
    /// Whether it was missed the last time.
    pub again: bool,
}

impl Score {
    /// The score so far. One that cannot be read begins anew, and what was there is kept beside it.
    ///
    /// # Errors
    /// If the folder for it cannot be made, or the file is there and cannot be opened.
    pub fn load(kit: &Kit) -> Result<Score> {
        let path = path(kit)?;
        let _lock = lock(&path);
        Score::read(&path)
    }

    fn read(path: &Path) -> Result<Score> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Score::default()),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| {
            let kept = path.with_extension("json.broken");
            match fs::rename(path, &kept) {
                Ok(()) => {
                    note(format!("the score could not be read and begins anew; {} has it", kept.display()))
                }
                Err(_) => note(format!("the score begins anew: {} cannot be read", path.display())),
            }
            Score::default()
        }))
    }

    /// Counts one answer to a question about this family: in the score as it is now on disk, since another hunt may
    /// have counted meanwhile.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn count(&mut self, kit: &Kit, family: &str, found: bool) -> Result<()> {
        self.count_in(&path(kit)?, family, found)
    }

    fn count_in(&mut self, path: &Path, family: &str, found: bool) -> Result<()> {
        let _lock = lock(path);
        *self = Score::read(path)?;
        let tally = self.families.entry(family.to_owned()).or_default();
        *if found { &mut tally.found } else { &mut tally.missed } += 1;
        tally.again = !found;
        // In one go: whoever ends the program in between finds the old one.
        let new = path.with_extension(format!("json.{}", std::process::id()));
        let written = fs::write(&new, serde_json::to_string_pretty(self)? + "\n");
        written
            .and_then(|()| fs::rename(&new, path))
            .with_context(|| format!("cannot write {}", path.display()))
    }

    /// The score of a family.
    pub fn of(&self, family: &str) -> FamilyScore {
        self.families.get(family).copied().unwrap_or_default()
    }

    /// The families that were missed the last time.
    pub fn missed(&self) -> impl Iterator<Item = &str> {
        self.families.iter().filter(|(_, tally)| tally.again).map(|(family, _)| family.as_str())
    }
}

/// Keeps other hunts from the score for a moment. Some file systems do not support locks; there, two that count in the
/// same instant count once.
fn lock(score: &Path) -> Option<File> {
    locked(&score.with_extension("lock")).ok()
}

fn path(kit: &Kit) -> Result<PathBuf> {
    Ok(kit.scratch("hunt")?.join("score.json"))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::Score;

    #[test]
    fn hunts_that_count_at_once_count_each() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("score.json");
        let hunt = &|found| {
            let mut score = Score::read(&path).expect("a score");
            (0..25).for_each(|_| score.count_in(&path, "batches", found).expect("it is written"));
        };
        thread::scope(|scope| (0..8).for_each(|nth| drop(scope.spawn(move || hunt(nth % 2 == 0)))));
        let seen = Score::read(&path).expect("a score").of("batches");
        assert_eq!((seen.found, seen.missed), (100, 100));
    }
}
