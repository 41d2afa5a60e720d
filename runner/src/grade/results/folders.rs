//! Folders in the work folder: each belongs to one run while that run is alive.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{io, process};

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
        // What is left there is in nobody's way, and goes with the next run.
        let _ = remove(&self.path);
    }
}

/// Removes a folder with all that is in it, however deep that is and whoever may read it: a folder within is
/// moved to the top before it is emptied, so that one is open at a time and no path grows.
pub fn remove(folder: &Path) -> io::Result<()> {
    let mut number = 0_u64;
    let mut open = vec![folder.to_owned()];
    let unused = RandomState::new().build_hasher().finish();
    while let Some(path) = open.pop() {
        // Its owner may have shut it.
        let _ = make_usable(&path);
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                let moved = if path == folder {
                    entry.path()
                } else {
                    number += 1;
                    let moved = folder.join(format!("{unused:016x}-{number}"));
                    // One that is shut cannot be moved.
                    let _ = make_usable(&entry.path());
                    fs::rename(entry.path(), &moved)?;
                    moved
                };
                open.push(moved);
            } else {
                remove_file(&entry.path())?;
            }
        }
        if path != folder {
            fs::remove_dir(&path)?;
        }
    }
    fs::remove_dir(folder)
}

#[cfg(unix)]
fn make_usable(folder: &Path) -> io::Result<()> {
    let only_ours = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    fs::set_permissions(folder, only_ours)
}

#[cfg(not(unix))]
fn make_usable(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn remove_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}

/// On Windows a link to a folder is removed like one, and nothing that is read-only.
#[cfg(not(unix))]
fn remove_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path).or_else(|error| fs::remove_dir(path).map_err(|_| error))
}

/// Whether all that is in a folder stays within these numbers. What vanishes meanwhile does not count.
pub fn is_within(folder: &Path, files: usize, bytes: u64) -> bool {
    /// No claim has folders in folders so deep.
    const DEEPEST: usize = 100;
    let (mut seen, mut sum) = (0, 0);
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((path, depth)) = open.pop() {
        let Ok(entries) = fs::read_dir(&path) else { continue };
        for entry in entries.flatten() {
            seen += 1;
            match entry.metadata() {
                Ok(about) if about.is_dir() => open.push((entry.path(), depth + 1)),
                Ok(about) => sum += about.len(),
                Err(_) => {}
            }
            if seen > files || sum > bytes || depth > DEEPEST {
                return false;
            }
        }
    }
    true
}

/// A folder that goes when its owner does.
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{is_within, remove};

    /// Deeper than files may be open, and than a path may be long.
    #[test]
    fn a_folder_of_any_depth_is_removed() {
        let base = tempfile::tempdir().expect("a folder");
        let folder = base.path().join("claim");
        fs::create_dir(&folder).expect("a folder");
        for round in 0..300 {
            // What is there is put into a new folder, with ten others above it.
            let around = base.path().join(format!("around-{round}"));
            let inner = around.join(["a"; 10].join("/"));
            fs::create_dir_all(&inner).expect("folders");
            fs::write(inner.join("file"), "text").expect("a file");
            fs::rename(&folder, inner.join("in")).expect("to be moved");
            fs::rename(&around, &folder).expect("to be moved");
        }
        assert!(!is_within(&folder, 10_000, 1 << 20), "3,300 folders in one another");
        remove(&folder).expect("to be removed");
        assert_eq!(fs::read_dir(base.path()).expect("a folder").count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_shut_is_removed_and_a_link_is_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let base = tempfile::tempdir().expect("a folder");
        let (folder, other) = (base.path().join("claim"), base.path().join("other"));
        fs::create_dir_all(folder.join("one/two/three")).expect("folders");
        fs::create_dir(&other).expect("a folder");
        fs::write(other.join("kept"), "text").expect("a file");
        symlink(&other, folder.join("one/link")).expect("a link");
        for shut in ["one/two", "one", "."] {
            fs::set_permissions(folder.join(shut), fs::Permissions::from_mode(0o000)).expect("to be shut");
        }
        remove(&folder).expect("to be removed");
        assert!(!folder.exists() && other.join("kept").is_file());
    }

    #[test]
    fn files_and_bytes_are_counted() {
        let base = tempfile::tempdir().expect("a folder");
        fs::create_dir(base.path().join("in")).expect("a folder");
        fs::write(base.path().join("in/file"), "0123456789").expect("a file");
        for (files, bytes, within) in [(2, 10, true), (1, 10, false), (2, 9, false)] {
            assert_eq!(is_within(base.path(), files, bytes), within, "{files} files, {bytes} bytes");
        }
    }
}
