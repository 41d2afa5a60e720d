//! `cargo kata book`: has Cargo build and run the program that makes the book. It stands in a workspace of its own, so
//! nobody else fetches or compiles it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::kit::{Kata, Kit, shown};
use crate::process::Group;
use crate::ui::output::pass_the_time;

/// Builds the book as `arguments` say. The exit code is that of the program.
pub fn run(arguments: &[String]) -> Result<u8> {
    let kit = Kit::find()?;
    let manifest = kit.root.join("book/Cargo.toml");
    if !manifest.is_file() {
        bail!("this kit has no book: {} is missing", shown(&kit.root, &manifest));
    }
    let target = folder(&kit);
    if !target.join("debug").is_dir() {
        pass_the_time("the first time, the program that makes the book is compiled: about a minute …");
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--locked", "--manifest-path"])
        .arg(&manifest)
        .arg("--target-dir")
        .arg(&target);
    command.arg("--").args(arguments).env("CARGO_TARGET_DIR", kit.target());
    let ended = Group::start(command).and_then(|mut it| it.wait()).context("cannot start cargo")?;
    Ok(ended.code().and_then(|code| u8::try_from(code).ok()).filter(|code| *code <= 2).unwrap_or(2))
}

/// Where its program is built, and the book itself.
fn folder(kit: &Kit) -> PathBuf {
    kit.target().join("book")
}

fn site(kit: &Kit) -> PathBuf {
    folder(kit).join("site")
}

/// The page with the lesson on a level, if the book has been built: a path from the kit's root, as far as it is there.
pub fn page(kit: &Kit, kata: &Kata, level: &str) -> Option<String> {
    let page = site(kit).join(format!("en/katas/{}.html", kata.name));
    let is_there = Path::new(&page).is_file();
    is_there.then(|| format!("{}#{level}", shown(&kit.root, &page)))
}
