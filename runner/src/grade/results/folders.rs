//! Folders in the work folder: each belongs to one run while that run is alive.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

/// The file that the owner of a folder keeps locked. The lock is released when the process ends, however it
/// ends.
const LOCK: &str = "lock";

/// After thirty days an interrupted run is not expected to be resumed.
const STALE: Duration = Duration::from_secs(60 * 60 * 24 * 30);

/// A folder that no other run of the grader touches.
#[derive(Debug)]
pub struct Owned {
    pub path: PathBuf,
    _lock: File,
}

impl Owned {
    /// Creates a new folder in `base` that only this user can read; its name begins with `kind`.
    pub fn make(base: &Path, kind: &str) -> Result<Owned> {
        let name =
            format!("{kind}-{}-{:08x}", process::id(), RandomState::new().build_hasher().finish() as u32);
        let path = base.join(name);
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let path = fs::canonicalize(&path).with_context(|| format!("cannot find {}", path.display()))?;
        let lock = lock_in(&path).with_context(|| format!("cannot write into {}", path.display()))?;
        Ok(Owned { path, _lock: lock })
    }

    /// Takes over a folder whose owner has ended.
    pub fn take(path: &Path) -> Option<Owned> {
        let lock = File::options().write(true).open(path.join(LOCK)).ok()?;
        match lock.try_lock() {
            Ok(()) => Some(Owned { path: path.to_owned(), _lock: lock }),
            // If files cannot be locked, there is no telling: better not.
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => None,
        }
    }

    /// Removes the folder with everything in it.
    pub fn remove(&self) {
        // Remains do no harm, and the next run removes them.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A folder that is removed with its owner.
#[derive(Debug)]
pub struct Passing(Owned);

impl Passing {
    /// Creates one; see [`Owned::make`].
    pub fn make(base: &Path, kind: &str) -> Result<Passing> {
        Owned::make(base, kind).map(Passing)
    }
}

impl Deref for Passing {
    type Target = Owned;

    fn deref(&self) -> &Owned {
        &self.0
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Creates the lock file already locked, so that no other run sees it unlocked.
fn lock_in(folder: &Path) -> std::io::Result<File> {
    let fresh = folder.join("lock.new");
    let lock = File::create(&fresh)?;
    // If files cannot be locked, no run takes over the folder.
    let _ = lock.lock();
    fs::rename(&fresh, folder.join(LOCK))?;
    Ok(lock)
}

/// The folders of one kind in `base`, newest first.
pub fn of_kind(base: &Path, kind: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(base) else { return Vec::new() };
    let prefix = format!("{kind}-");
    let mut found: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

/// Removes what crashed runs left in `base`: `passing` kinds at once, others when they are stale.
pub fn tidy(base: &Path, passing: &str, lasting: &str) {
    let old = |path: &Path| {
        let age = fs::metadata(path).and_then(|about| about.modified()).map(|then| then.elapsed());
        matches!(age, Ok(Ok(age)) if age > STALE)
    };
    let gone =
        of_kind(base, passing).into_iter().chain(of_kind(base, lasting).into_iter().filter(|it| old(it)));
    for folder in gone {
        if let Some(owned) = Owned::take(&folder) {
            owned.remove();
        }
    }
}
