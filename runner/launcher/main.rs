//! What `cargo kata` runs first. The alias silences Cargo, so that later runs print nothing of Cargo's; but the
//! first build takes a minute, and the user must see it. So this program builds the companion itself, visibly,
//! and only if it is missing or its sources have changed.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The companion's sources, relative to the kit's root.
const SOURCES: [&str; 6] =
    ["runner/src", "runner/Cargo.toml", "verdict", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

fn main() -> ExitCode {
    run().unwrap_or_else(|what| {
        eprintln!("error: {what}");
        ExitCode::from(2)
    })
}

fn run() -> Result<ExitCode, String> {
    // Cargo knows where the kit is: this program may have been built in another checkout.
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let root = here.as_deref().and_then(|folder| folder.parent()?.parent());
    let root = root.ok_or("run this as `cargo kata`")?;
    let own = env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let companion = own.with_file_name(format!("kata{}", env::consts::EXE_SUFFIX));
    let note = own.with_file_name(".kata-companion");
    let sources = fingerprint(root);
    if !companion.is_file() || fs::read_to_string(&note).ok().as_ref() != Some(&sources) {
        build(root, companion.is_file())?;
        // Without the note Cargo is asked again next time, which costs a moment.
        let _ = fs::write(&note, sources);
    }
    let mut command = Command::new(&companion);
    command.args(env::args_os().skip(1));
    become_it(command).map_err(|error| format!("cannot run {}: {error}", companion.display()))
}

fn build(root: &Path, again: bool) -> Result<(), String> {
    eprintln!(
        "{}",
        if again {
            "bringing the companion up to date"
        } else {
            "building the companion, once, which takes about a minute"
        }
    );
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--package", "runner", "--bin", "kata", "--manifest-path"]);
    cargo.arg(root.join("Cargo.toml"));
    let status = cargo.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err("the companion could not be built".to_owned()) }
}

/// A hash of the companion's sources: their paths, sizes and dates.
fn fingerprint(root: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    SOURCES.iter().for_each(|path| hash(&root.join(path), &mut hasher));
    format!("{:016x}", hasher.finish())
}

fn hash(path: &Path, hasher: &mut DefaultHasher) {
    path.hash(hasher);
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| hash(path, hasher));
    } else if let Ok(metadata) = fs::metadata(path) {
        (metadata.len(), metadata.modified().ok()).hash(hasher);
    }
}

/// Replaces this program with the companion.
#[cfg(unix)]
fn become_it(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

/// Runs the companion, and exits with its exit code.
#[cfg(not(unix))]
fn become_it(mut command: Command) -> io::Result<ExitCode> {
    // The companion gets a Ctrl-C too, and handles it.
    #[cfg(windows)]
    ctrlc::set_handler(|| {}).map_err(io::Error::other)?;
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(2))
}
