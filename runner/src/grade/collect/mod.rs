//! What was handed in: the kata files of each submission, and nothing else of it. The submissions are listed at
//! once; their files are read when it is their turn.

mod archive;
mod file;
mod folder;

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use self::archive::{ArchiveKind, from_archive};
pub use self::file::Katas;
use self::folder::{from_folder, holds_katas, members};
use crate::grade::clinic;
use crate::grade::results::clean;
use crate::kit::{Kata, Level};

/// One submission to grade.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name; no two have the same.
    pub name: String,
    /// The name before it was cut and cleaned.
    whole_name: String,
    path: PathBuf,
    /// Why it is not read at all, if so.
    refused: Option<String>,
}

/// What was found at the given paths.
#[derive(Debug, Default)]
pub struct ClassList {
    /// All submissions, by name.
    pub entries: Vec<Entry>,
    /// Files among submissions that are not submissions, with their folder.
    pub passed_over: Vec<(PathBuf, Vec<String>)>,
}

/// The submissions at `paths`.
///
/// # Errors
/// If one of them does not exist, or cannot be read.
pub fn list(paths: &[PathBuf], katas: &[&Kata]) -> anyhow::Result<ClassList> {
    let files = files(katas);
    let ClassList { mut entries, mut passed_over } = ClassList::default();
    for path in paths {
        let unreadable = || format!("cannot read {}", path.display());
        if let Err(error) = fs::symlink_metadata(path) {
            match error.kind() {
                ErrorKind::NotFound => bail!("{} does not exist", path.display()),
                _ => return Err(error).with_context(unreadable),
            }
        }
        let many = path.is_dir() && !holds_katas(path, &files);
        let (members, others) =
            if many { members(path).with_context(unreadable)? } else { Default::default() };
        if members.is_empty() {
            entries.push(entry(path.clone()));
        } else {
            entries.extend(members.into_iter().map(member_of_many));
            if !others.is_empty() {
                passed_over.push((path.clone(), others));
            }
        }
    }
    tell_apart(&mut entries);
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(ClassList { entries, passed_over })
}

/// Numbers the names that come twice. A second submission of the very same name is refused; one whose
/// name is only shown alike, since names are cut and cleaned, is graded.
fn tell_apart(entries: &mut [Entry]) {
    let (mut names, mut whole_names) = (BTreeSet::new(), BTreeSet::new());
    for entry in entries {
        let name = entry.name.clone();
        if !whole_names.insert(entry.whole_name.clone()) {
            entry.refused =
                Some(format!("an earlier submission is called {name} too: give each a name of its own"));
        }
        if names.contains(&name) {
            let numbered = (2..).map(|number| format!("{name} ({number})"));
            entry.name = numbered.into_iter().find(|name| !names.contains(name)).unwrap_or(name);
        }
        names.insert(entry.name.clone());
    }
}

fn entry(path: PathBuf) -> Entry {
    let name = match ArchiveKind::of(&path) {
        Some(kind) if !path.is_dir() => kind.stem(&path),
        _ => folder_name(&path),
    };
    Entry { name: clean::name(&name), whole_name: name, path, refused: None }
}

/// An entry that a student created, not one that the instructor named.
fn member_of_many(path: PathBuf) -> Entry {
    let link = fs::symlink_metadata(&path).is_ok_and(|about| about.is_symlink());
    let mut entry = entry(path);
    entry.refused = link.then(|| format!("{} is a link", entry.name));
    entry
}

impl Entry {
    /// Reads the files of `katas`.
    pub fn read(&self, katas: &[&Kata]) -> Result<Katas, String> {
        let files = files(katas);
        let mut found = match (&self.refused, ArchiveKind::of(&self.path)) {
            (Some(why), _) => Err(why.clone()),
            (None, Some(kind)) if !self.path.is_dir() => from_archive(&self.path, kind, &files),
            _ => from_folder(&self.path, &files),
        }?;
        if let Some(clinic) = katas.iter().find(|kata| kata.name == clinic::NAME) {
            let case = |level: &Level| Some((level.name.clone(), found.remove(&clinic::file(&level.name))?));
            let files: clinic::CaseFiles = clinic.levels.iter().filter_map(case).collect();
            if !files.is_empty() {
                found.insert(clinic.name.clone(), Ok(clinic::to_text(&files)));
            }
        }
        Ok(found)
    }
}

/// The files that may be handed in: names in `katas/`, without `.rs`. The clinic has one for each case.
fn files(katas: &[&Kata]) -> Vec<String> {
    let of = |kata: &&Kata| match kata.name.as_str() {
        clinic::NAME => kata.levels.iter().map(|level| clinic::file(&level.name)).collect(),
        name => vec![name.to_owned()],
    };
    katas.iter().flat_map(of).collect()
}

/// The name of a folder; of one called `katas`, that of the folder around it.
fn folder_name(path: &Path) -> String {
    let whole = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    match name(&whole) {
        Some(own) if own == "katas" => whole.parent().and_then(name).unwrap_or(own),
        // The name as given, if it has one: a link has a name of its own.
        Some(own) => name(path).unwrap_or(own),
        None => path.display().to_string(),
    }
}
