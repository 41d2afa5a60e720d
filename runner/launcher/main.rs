//! What `cargo kata` runs first. Cargo is quiet about it, so that later runs print nothing of Cargo's; the
//! first run takes a minute, and that must be seen. So the program with the command is built from here, aloud,
//! and only if it is not there yet or its sources are not what they were.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::UNIX_EPOCH;

/// What the programs are made of, from the kit's root.
const SOURCES: [&str; 6] =
    ["runner/src", "runner/Cargo.toml", "verdict", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"];

/// The commands that learners do not use, and do not wait for.
const LARGE_COMMANDS: [&str; 5] = ["class", "export", "grade", "merge", "verify"];

/// One of the programs behind `cargo kata`.
struct Program {
    name: &'static str,
    /// Its place among the features of the runner.
    feature: Option<&'static str>,
    /// What it is called when it is built.
    title: &'static str,
}

const COMPANION: Program = Program { name: "kata", feature: None, title: "the companion" };
const LARGE: Program =
    Program { name: "kata-grade", feature: Some("grade"), title: "the program for grading and pictures" };

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
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let wanted = if needs_the_large_one(&arguments) { LARGE } else { COMPANION };
    let program = own.with_file_name(format!("{}{}", wanted.name, env::consts::EXE_SUFFIX));
    let note = own.with_file_name(format!(".{}-sources", wanted.name));
    let sources = listing(root);
    if !program.is_file() || fs::read_to_string(&note).ok().as_ref() != Some(&sources) {
        build(root, &wanted, program.is_file())?;
        // Without the note Cargo is asked again the next time, which costs a moment.
        let _ = fs::write(&note, sources);
    }
    let mut command = Command::new(&program);
    command.args(arguments);
    become_it(command).map_err(|error| format!("cannot run {}: {error}", program.display()))
}

/// Whether this is done by [`LARGE`]: a command of its own, help on one, or a timeline with a picture.
fn needs_the_large_one(arguments: &[OsString]) -> bool {
    let mut words = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        // The one option that stands before a command and has a value of its own.
        if argument == "--color" {
            rest.next();
        } else if !argument.as_encoded_bytes().starts_with(b"-") {
            words.push(argument);
        }
    }
    let draws = |argument: &OsString| {
        [&b"--svg"[..], b"--html"].iter().any(|option| argument.as_encoded_bytes().starts_with(option))
    };
    match words.iter().find(|word| **word != "help") {
        Some(command) if *command == "timeline" => arguments.iter().any(draws),
        Some(command) => LARGE_COMMANDS.iter().any(|name| *command == name),
        None => false,
    }
}

fn build(root: &Path, wanted: &Program, again: bool) -> Result<(), String> {
    let Program { name, feature, title } = wanted;
    if again {
        eprintln!("bringing {title} up to date");
    } else {
        eprintln!("building {title}, once, which takes about a minute");
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--package", "runner", "--bin", name]);
    cargo.args(feature.iter().flat_map(|feature| ["--features", feature]));
    cargo.arg("--manifest-path").arg(root.join("Cargo.toml"));
    let status = cargo.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{title} could not be built")) }
}

/// All that the programs are made of: where it is, and what each file looks like from outside.
fn listing(root: &Path) -> String {
    let mut listing = format!("{}\n", root.display());
    SOURCES.iter().for_each(|path| list(&root.join(path), &mut listing));
    listing
}

fn list(path: &Path, listing: &mut String) {
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| list(path, listing));
    } else if let Ok(metadata) = fs::metadata(path) {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |since| since.as_nanos());
        *listing += &format!("{} {} {modified}\n", path.display(), metadata.len());
    }
}

/// Runs the program in the place of this program.
#[cfg(unix)]
fn become_it(mut command: Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

/// Runs the program, and ends as it does.
#[cfg(not(unix))]
fn become_it(mut command: Command) -> io::Result<ExitCode> {
    // A Ctrl-C is that program's affair, which gets it too.
    #[cfg(windows)]
    ctrlc::set_handler(|| {}).map_err(io::Error::other)?;
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(2))
}
