//! Files on disk, with errors that name them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The text of a file.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file, and makes the folders that it stands in.
pub fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// All files in a folder and its folders, by path.
pub fn all(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(all(&path)?),
            false => found.push(path),
        }
    }
    found.sort();
    Ok(found)
}

/// The pages in a folder and its folders.
pub fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = all(folder)?;
    pages.retain(|path| path.extension().is_some_and(|it| it == "html"));
    Ok(pages)
}
