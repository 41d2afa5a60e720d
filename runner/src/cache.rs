//! What is known of a kata without running it: the last result, as long as nothing it depends on
//! has changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::check::Checked;
use crate::kit::Kit;

#[derive(Serialize, Deserialize)]
struct Entry {
    key: u64,
    checked: Checked,
}

/// The last result of the whole kata, if it still holds.
pub fn load(kit: &Kit, kata: &str) -> Option<Checked> {
    let text = fs::read_to_string(file(kit, kata).ok()?).ok()?;
    let entry: Entry = serde_json::from_str(&text).ok()?;
    (entry.key == key(kit, kata)).then_some(entry.checked)
}

/// Keeps the result of the whole kata. A cache that cannot be written costs time, nothing else.
pub fn store(kit: &Kit, kata: &str, checked: &Checked) {
    let entry = Entry { key: key(kit, kata), checked: checked.clone() };
    if let (Ok(file), Ok(text)) = (file(kit, kata), serde_json::to_string(&entry)) {
        let _ = fs::write(file, text);
    }
}

fn file(kit: &Kit, kata: &str) -> Result<PathBuf> {
    Ok(kit.scratch("results")?.join(format!("{kata}.json")))
}

/// Stands for all that a kata's result depends on.
fn key(kit: &Kit, kata: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for path in [
        kit.kata_file(kata),
        kit.root.join("tests").join(format!("{kata}.rs")),
        kit.root.join("tests").join(kata),
        kit.root.join("src"),
        kit.root.join("Cargo.toml"),
        kit.root.join("Cargo.lock"),
        kit.root.join("rust-toolchain.toml"),
    ] {
        hash(&path, &mut hasher);
    }
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
