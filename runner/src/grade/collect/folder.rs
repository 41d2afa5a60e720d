//! Reads kata files from folders.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::{ArchiveKind, from_archive};
use super::file::{Katas, read_file, some, why_not};

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether this is a checkout, or just its `katas`.
pub fn holds_katas(folder: &Path, katas: &[String]) -> bool {
    exists(&folder.join("katas")) || katas.iter().any(|kata| exists(&folder.join(format!("{kata}.rs"))))
}

/// What looks like a submission in a folder of many, and the names of what does not. What a system or a
/// tool puts into folders and archives is not even named.
///
/// # Errors
/// If the folder cannot be read.
pub fn members(folder: &Path) -> io::Result<(Vec<PathBuf>, Vec<String>)> {
    const OF_SYSTEMS: [&str; 4] = ["__MACOSX", "desktop.ini", "Thumbs.db", ".DS_Store"];
    const OF_TOOLS: [&str; 7] = [".git", ".github", ".hg", ".idea", ".svn", ".vscode", ".cargo"];
    let (mut found, mut others) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // macOS adds a `._NAME` to every NAME in an archive.
        if name.starts_with("._") || OF_SYSTEMS.contains(&name.as_str()) || OF_TOOLS.contains(&name.as_str())
        {
            continue;
        }
        let may_hold_katas = path.is_dir() || ArchiveKind::of(&path).is_some();
        let hidden = name.starts_with('.');
        if may_hold_katas && !hidden && !name.starts_with('_') {
            found.push(path);
        } else if may_hold_katas || !hidden || name.ends_with(".rs") {
            // A hidden file that can be no answer, such as .gitignore, is nobody's loss.
            others.push(name);
        }
    }
    found.sort();
    others.sort();
    Ok((found, others))
}

/// The kata files in a folder.
///
/// # Errors
/// Why the folder cannot be accepted, as a sentence for the report.
pub fn from_folder(folder: &Path, katas: &[String]) -> Result<Katas, String> {
    // Only its name: the path belongs to the grader's machine.
    let shown =
        folder.file_name().map_or_else(|| "it".to_owned(), |name| name.to_string_lossy().into_owned());
    if !exists(folder) {
        return Err(format!("{shown} is gone"));
    }
    if !folder.is_dir() {
        return Err(format!("{shown} is not a folder, a .zip or a .tar.gz"));
    }
    let base = if holds_katas(folder, katas) {
        folder.to_owned()
    } else {
        let (members, _) = members(folder).map_err(|error| format!("{shown} {}", why_not(&error)))?;
        // A link leads to what somebody else handed in, or to the grader's own files.
        let (links, members): (Vec<PathBuf>, Vec<PathBuf>) =
            members.into_iter().partition(|path| path.is_symlink());
        // What some archives unpack to: one folder in a folder.
        let inner: Vec<&PathBuf> = members.iter().filter(|path| exists(&path.join("katas"))).collect();
        let archives: Vec<(&PathBuf, ArchiveKind)> =
            members.iter().filter_map(|path| Some((path, archive_of(path)?))).collect();
        match (&inner[..], &archives[..]) {
            ([only], _) => (*only).clone(),
            // Moodle's download: a folder for each student, with the uploaded archive in it.
            ([], [(only, kind)]) => return from_archive(only, *kind, katas),
            ([], []) if !links.is_empty() => {
                return Err(format!("{shown} holds a link in the place of a folder or an archive"));
            }
            ([], []) => return Err(format!("{shown} holds no katas: there is no katas/ in it")),
            ([], _) => return Err(format!("{shown} holds more than one archive, and no katas/")),
            _ => return Err(format!("{shown} holds more than one katas/")),
        }
    };
    let inner = base.join("katas");
    let base = match fs::symlink_metadata(&inner) {
        Ok(about) if about.is_symlink() => return Err("its katas/ is a link, not a folder".to_owned()),
        Ok(about) if about.is_dir() => inner,
        Ok(_) => return Err("its katas is a file, not a folder".to_owned()),
        Err(_) => base,
    };
    let linked = |kata: &str| {
        let folder = kata.split_once('/').map(|(folder, _)| base.join(folder));
        folder.is_some_and(|it| fs::symlink_metadata(it).is_ok_and(|about| about.is_symlink()))
    };
    let found = katas.iter().filter_map(|kata| {
        let read = match read_file(&base.join(format!("{kata}.rs"))) {
            Ok(_) if linked(kata) => Err("is in a folder that is a link".to_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => Err(why_not(&error)),
            Ok(read) => read,
        };
        Some((kata.clone(), read.map_err(|why| format!("katas/{kata}.rs {why}"))))
    });
    some(found.collect())
}

fn archive_of(path: &Path) -> Option<ArchiveKind> {
    ArchiveKind::of(path).filter(|_| !path.is_dir())
}
