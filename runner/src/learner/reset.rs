//! `cargo kata reset`: restores the stub, with a backup of the old text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::kit::items;
use crate::kit::{Kata, Kit, Level, read, shown};
use crate::ui::output::say;

/// Replaces what the learner wrote with the stub of a kata, or of one level of it.
pub fn run(name: &str) -> Result<bool> {
    let kit = Kit::find()?;
    let (kata, level) = kit.find_one(name)?;
    put_back(&kit, kata, level)?.iter().for_each(say);
    Ok(true)
}

/// Does the same, and returns the lines to print.
pub fn put_back(kit: &Kit, kata: &Kata, level: Option<&Level>) -> Result<Vec<String>> {
    let path = kit.kata_file(&kata.name);
    let stub = read(&kit.stub_file(&kata.name))?;
    // A file that is not text can still be backed up.
    let old = fs::read(&path).ok();
    let new = match (level, &old) {
        (Some(level), Some(old)) => {
            let old = String::from_utf8_lossy(old);
            items::transplant(&old, &stub, &level.items()).with_context(|| {
                format!(
                    "katas/{0}.rs: cannot reset one level; `cargo kata reset {0}` resets the whole file",
                    kata.name
                )
            })?
        }
        _ => stub,
    };
    let new = match &old {
        Some(old) => with_line_ends_of(old, new),
        None => new,
    };
    if old.as_deref() == Some(new.as_bytes()) {
        return Ok(vec![format!("katas/{}.rs is the stub already", kata.name)]);
    }
    let mut done = Vec::new();
    if let Some(old) = old {
        let backup = backup(&kit.root.join("katas").join("backups"), &format!("{}.rs", kata.name), &old)?;
        let shown = shown(&kit.root, &backup);
        done.push(format!("what you wrote is kept in {shown}"));
    }
    fs::write(&path, new).with_context(|| format!("cannot write {}", path.display()))?;
    let what = level.map_or("the whole file", |level| &level.name);
    done.push(format!("katas/{}.rs: {what} is the stub again", kata.name));
    Ok(done)
}

/// `new` with the line ends of `old`.
fn with_line_ends_of(old: &[u8], new: String) -> String {
    let ends = old.iter().filter(|byte| **byte == b'\n').count();
    let windows = old.windows(2).filter(|two| two == b"\r\n").count();
    let plain = new.replace("\r\n", "\n");
    if windows * 2 > ends { plain.replace('\n', "\r\n") } else { new }
}

/// Writes `old` to a new file with a name derived from `name`.
pub fn backup(folder: &Path, name: &str, old: &[u8]) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "old"));
    let mut number = 1;
    loop {
        let path = folder.join(format!("{stem}-{number}.{ending}"));
        match fs::File::create_new(&path) {
            Ok(mut file) => {
                std::io::Write::write_all(&mut file, old)
                    .with_context(|| format!("cannot write {}", path.display()))?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error).with_context(|| format!("cannot write {}", path.display())),
        }
    }
}
