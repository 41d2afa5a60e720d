//! How Cargo calls rustc for a kata's tests: this program stands in for rustc, and notes what it is called with.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use verdict::environment;

/// What rustc is called with for the tests of one kata, as Cargo has it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Recipe {
    /// rustc, behind what the user has set as its wrapper.
    pub program: Vec<String>,
    pub arguments: Vec<String>,
}

/// What becomes of the tests whose recipe is noted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    /// They are compiled, as they would be without a note.
    Compiled,
    /// They are not: Cargo is only asked how, and takes this for a failure.
    #[cfg_attr(not(feature = "grade"), allow(dead_code, reason = "the grader compiles them itself"))]
    OnlyNoted,
}

/// Has `cargo` note how it calls rustc, for [`read`] to find in `folder`.
///
/// # Errors
/// If the folder cannot be made anew, or nothing is known of this program that could stand in.
pub fn note(cargo: &mut Command, folder: &Path, tests: Tests) -> Result<()> {
    // A program that was replaced while it runs is not where it was.
    let this = env::current_exe().ok().filter(|path| path.is_file());
    let this = this.context("cannot find this program")?;
    // What is noted there is of an earlier time.
    if folder.is_dir() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    cargo.env(environment::NOTE_RUSTC, folder);
    match tests {
        // Cargo keeps what a wrapper of the workspace's packages makes apart, but not what this one makes.
        Tests::Compiled => {
            if let Some(wrapper) = env::var_os("RUSTC_WRAPPER").filter(|wrapper| !wrapper.is_empty()) {
                cargo.env(environment::RUSTC_WRAPPER, wrapper);
            }
            cargo.env("RUSTC_WRAPPER", this);
        }
        Tests::OnlyNoted => {
            cargo.env("RUSTC_WORKSPACE_WRAPPER", this).env(environment::ONLY_NOTE_RUSTC, "1");
        }
    }
    Ok(())
}

/// The recipes that were noted in `folder`, by kata.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Recipe>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let recipe = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let name = path.file_name().context("a file without a name")?.to_string_lossy().into_owned();
        Ok((name, serde_json::from_str(&text)?))
    };
    entries.map(recipe).collect::<Result<_>>().context("cannot read how Cargo calls rustc")
}

/// Stands in for rustc, if Cargo calls this program in its place.
pub fn stand_in() -> Option<ExitCode> {
    let folder = env::var_os(environment::NOTE_RUSTC).map(PathBuf::from)?;
    Some(called(&folder).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(1)
    }))
}

/// Compiles as rustc would, and notes how the tests of katas are compiled.
fn called(folder: &Path) -> Result<ExitCode> {
    let user = env::var_os(environment::RUSTC_WRAPPER);
    let command: Vec<OsString> = user.into_iter().chain(env::args_os().skip(1)).collect();
    let rustc = if env::var_os(environment::RUSTC_WRAPPER).is_some() { 2 } else { 1 };
    let Some((program, arguments)) = command.split_at_checked(rustc) else {
        bail!("this is called in the place of rustc, and without it");
    };
    let tests = kata_of(arguments);
    if let Some(kata) = &tests {
        let text = |words: &[OsString]| -> Option<Vec<String>> {
            words.iter().map(|word| word.to_str().map(str::to_owned)).collect()
        };
        // Who has paths that are no text is left to Cargo.
        if let (Some(program), Some(arguments)) = (text(program), text(arguments)) {
            let note = serde_json::to_string(&Recipe { program, arguments })?;
            fs::write(folder.join(kata), note).context("cannot note how rustc is called")?;
        }
        if env::var_os(environment::ONLY_NOTE_RUSTC).is_some() {
            return Ok(ExitCode::from(1));
        }
    }
    let mut rustc = Command::new(&command[0]);
    rustc.args(&command[1..]);
    // What it starts is no business of this one.
    for name in [environment::NOTE_RUSTC, environment::RUSTC_WRAPPER, environment::ONLY_NOTE_RUSTC] {
        rustc.env_remove(name);
    }
    let status = rustc.status().with_context(|| format!("cannot start {}", command[0].display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    // As rustc's own, where it was killed.
    Ok(ExitCode::from(code.unwrap_or(101)))
}

/// The kata whose tests are compiled with these arguments.
fn kata_of(arguments: &[OsString]) -> Option<String> {
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1)?.to_str()?;
    let path = Path::new("tests").join(name).join("main.rs");
    arguments.iter().any(|argument| Path::new(argument).ends_with(&path)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    fn tests(arguments: &str) -> Option<String> {
        super::kata_of(&arguments.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_tests_of_a_kata_are_known_from_the_rest() {
        assert_eq!(tests("--crate-name pair --edition=2024 tests/pair/main.rs").as_deref(), Some("pair"));
        assert_eq!(tests("--crate-name pair /kit/tests/pair/main.rs -C a=b").as_deref(), Some("pair"));
        assert_eq!(tests("--crate-name pair --edition=2024 tests/pair/lib.rs"), None);
        assert_eq!(tests("--crate-name build_script_main build/main.rs"), None);
        assert_eq!(tests("--crate-name pair contests/pair/main.rs"), None);
        assert_eq!(tests("-vV"), None);
    }
}
