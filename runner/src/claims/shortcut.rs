//! Compiles a kata as Cargo did last time, without asking Cargo. If only the kata's own file has changed, Cargo
//! would do the same, but needs a tenth of a second to find out. The results are kept apart from Cargo's own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::claims::cache;
use crate::claims::cargo::{Compilation, Diagnostic, Program};
use crate::claims::checked::Whose;
use crate::claims::recipe::Recipe;
use crate::claims::sources::{Sources, Stamp};
use crate::kit::{Kata, Kit};
use crate::process::{self, Group};

/// How a kata's tests were compiled, for as long as Cargo would do the same once more.
#[derive(Serialize, Deserialize)]
struct Shortcut {
    recipe: Recipe,
    /// All that matters besides the kata itself.
    surroundings: Sources,
    /// The libraries that it links, with their sizes and dates.
    libraries: Vec<(PathBuf, Stamp)>,
}

impl Shortcut {
    fn read(kit: &Kit, kata: &str, whose: Whose) -> Option<Shortcut> {
        serde_json::from_str(&fs::read_to_string(file(kit, kata, whose)?).ok()?).ok()
    }

    /// None if one of its libraries is gone.
    fn new(recipe: &Recipe, surroundings: Sources) -> Option<Shortcut> {
        let paths =
            recipe.arguments.iter().filter_map(|it| it.split_once('=')).map(|(_, path)| Path::new(path));
        let libraries = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rlib"));
        let libraries =
            libraries.map(|path| Some((path.to_owned(), Stamp::of(path)?))).collect::<Option<_>>()?;
        Some(Shortcut { recipe: recipe.clone(), surroundings, libraries })
    }

    /// Whether Cargo would do the same again.
    fn holds(&self, kit: &Kit, kata: &str, whose: Whose) -> bool {
        let same = |(path, was): &(PathBuf, Stamp)| Stamp::of(path).as_ref() == Some(was);
        self.libraries.iter().all(same) && self.surroundings == Sources::around(kit, kata, whose)
    }
}

fn file(kit: &Kit, kata: &str, whose: Whose) -> Option<PathBuf> {
    Some(cache::folder(kit, whose).ok()?.join(format!("{kata}.recipe")))
}

/// Remembers how a kata's tests are compiled in these `surroundings`, as far as that can be written.
pub fn keep(kit: &Kit, kata: &str, whose: Whose, recipe: &Recipe, surroundings: Sources) {
    if let (Some(file), Some(shortcut)) = (file(kit, kata, whose), Shortcut::new(recipe, surroundings))
        && let Ok(text) = serde_json::to_string(&shortcut)
    {
        let _ = fs::write(file, text);
    }
}

/// Compiles the tests of `kata`; `None` if Cargo has to be asked.
///
/// # Errors
/// If it was cancelled.
pub fn compile(kit: &Kit, kata: &Kata, whose: Whose) -> Result<Option<Compilation>> {
    let shortcut = Shortcut::read(kit, &kata.name, whose);
    let Some(Shortcut { recipe, .. }) = shortcut.filter(|it| it.holds(kit, &kata.name, whose)) else {
        return Ok(None);
    };
    let folder = cache::folder(kit, whose)?.join("built");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let Some((command, program)) = command(&recipe, &folder) else { return Ok(None) };
    run(kit, kata, command, program)
}

/// The recipe's command with an output folder of its own, and the program that it produces.
fn command(recipe: &Recipe, folder: &Path) -> Option<(Command, PathBuf)> {
    let (program, rest) = recipe.program.split_first()?;
    let mut command = Command::new(program);
    command.args(rest);
    let (mut name, mut suffix) = (None, None);
    let mut arguments = recipe.arguments.iter();
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

fn run(kit: &Kit, kata: &Kata, mut command: Command, program: PathBuf) -> Result<Option<Compilation>> {
    command.current_dir(&kit.root).env("CARGO_MANIFEST_DIR", kit.claims(&kata.name)).stdin(Stdio::null());
    command.env("CARGO_PKG_NAME", &kata.name).env("CARGO_CRATE_NAME", &kata.name);
    let Ok(mut rustc) = Group::start_piped(command) else { return Ok(None) };
    let (stdout, stderr) = (rustc.take_stdout()?, rustc.take_stderr()?);
    std::thread::spawn(move || std::io::copy(&mut { stdout }, &mut std::io::sink()));
    let mut outcome = Compilation::default();
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
