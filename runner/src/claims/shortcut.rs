//! Compiles a kata as Cargo did last time, without asking Cargo. If only the kata's own file has changed, Cargo
//! would do the same, but needs a tenth of a second to find out. The results are kept apart from Cargo's own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::claims::cache::{self, Sources, Stamp};
use crate::claims::cargo::{Diagnostic, Outcome, Program};
use crate::claims::check::Whose;
use crate::kit::{Kata, Kit};
use crate::process::{self, Group};

/// How a kata's tests were compiled.
#[derive(Clone, Serialize, Deserialize)]
pub struct Recipe {
    /// rustc and its arguments.
    command: Vec<String>,
    /// A hash of everything that matters besides the kata itself.
    surroundings: Sources,
    /// The libraries that it links, with their sizes and dates.
    libraries: Vec<(PathBuf, Stamp)>,
}

impl Recipe {
    /// The command that Cargo ran for `kata`, taken from its output; `None` if it ran none.
    pub fn noted(kata: &str, surroundings: Sources, said: &str) -> Option<Recipe> {
        let mut lines =
            said.lines().filter_map(|line| line.trim().strip_prefix("Running `")?.strip_suffix('`'));
        let tests = format!("tests/{kata}/main.rs");
        let line =
            lines.find(|line| line.contains(&format!(" --crate-name {kata} ")) && line.contains(&tests))?;
        // Cargo quotes arguments differently elsewhere.
        let command = if cfg!(unix) { shell_words::split(line).ok()? } else { return None };
        let libraries = command.iter().filter_map(|it| it.split_once('=')).map(|(_, path)| Path::new(path));
        let libraries = libraries.filter(|path| path.extension().is_some_and(|ending| ending == "rlib"));
        let libraries =
            libraries.map(|path| Some((path.to_owned(), cache::stamp(path)?))).collect::<Option<_>>()?;
        Some(Recipe { command, surroundings, libraries })
    }

    /// Whether Cargo would do the same again.
    fn holds(&self, kit: &Kit, kata: &str, whose: Whose) -> bool {
        let same = |(path, was): &(PathBuf, Stamp)| cache::stamp(path).as_ref() == Some(was);
        self.surroundings == Sources::around(kit, kata, whose) && self.libraries.iter().all(same)
    }
}

/// Compiles the tests of `kata`; `None` if Cargo has to be asked.
///
/// # Errors
/// If it is cancelled.
pub fn compile(kit: &Kit, kata: &Kata, whose: Whose) -> Result<Option<Outcome>> {
    let Some(recipe) = cache::recipe(kit, &kata.name, whose).filter(|it| it.holds(kit, &kata.name, whose))
    else {
        return Ok(None);
    };
    let folder = cache::folder(kit, whose)?.join("built");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let Some((command, program)) = command(&recipe, &folder) else { return Ok(None) };
    run(kit, kata, command, program)
}

/// The recipe's command with an output folder of its own, and the program that it produces.
fn command(recipe: &Recipe, folder: &Path) -> Option<(Command, PathBuf)> {
    let (rustc, arguments) = recipe.command.split_first()?;
    let mut command = Command::new(rustc);
    let (mut name, mut suffix) = (None, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--out-dir" => {
                arguments.next()?;
                command.arg("--out-dir").arg(folder);
            }
            "--crate-name" => {
                name = arguments.next();
                command.args(["--crate-name", name?]);
            }
            "-C" => {
                let option = arguments.next()?;
                suffix = option.strip_prefix("extra-filename=").or(suffix);
                if option.starts_with("incremental=") {
                    command.arg("-C").arg(format!("incremental={}", folder.join("incremental").display()));
                } else {
                    command.args(["-C", option]);
                }
            }
            _ => drop(command.arg(argument)),
        }
    }
    let program = folder.join(format!("{}{}{}", name?, suffix?, std::env::consts::EXE_SUFFIX));
    Some((command, program))
}

fn run(kit: &Kit, kata: &Kata, mut command: Command, program: PathBuf) -> Result<Option<Outcome>> {
    command.current_dir(&kit.root).env("CARGO_MANIFEST_DIR", kit.claims(&kata.name)).stdin(Stdio::null());
    command.env("CARGO_PKG_NAME", &kata.name).env("CARGO_CRATE_NAME", &kata.name);
    let Ok(mut rustc) = Group::start_piped(command) else { return Ok(None) };
    let (stdout, stderr) = (rustc.take_stdout()?, rustc.take_stderr()?);
    std::thread::spawn(move || std::io::copy(&mut { stdout }, &mut std::io::sink()));
    let mut outcome = Outcome::default();
    for line in BufReader::new(stderr).lines() {
        let line = line.context("cannot read the output of rustc")?;
        if let Ok(diagnostic) = serde_json::from_str::<Diagnostic>(&line) {
            outcome.note(&kata.name, diagnostic);
        }
    }
    let success = rustc.wait().context("cannot wait for rustc")?.success();
    if process::cancelled() {
        bail!("cancelled");
    }
    if success && program.is_file() {
        outcome.programs.insert(kata.name.clone(), Program { path: program, fresh: false });
        return Ok(Some(outcome));
    }
    // A failure without an error in the kata may have its cause elsewhere, which Cargo checks.
    Ok((!outcome.errors.is_empty()).then_some(outcome))
}
