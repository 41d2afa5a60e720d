//! Runs Cargo and reads its messages about test targets.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

use crate::claims::recipe::{self, Recipe, Tests};
use crate::kit::Kit;
use crate::process::{self, Group};

/// What one run of Cargo, or of rustc, gave, by target.
#[derive(Default)]
pub struct Compilation {
    pub programs: BTreeMap<String, Program>,
    /// rustc's errors.
    pub errors: BTreeMap<String, Vec<Diagnostic>>,
    /// rustc's warnings.
    pub warnings: BTreeMap<String, Vec<Diagnostic>>,
    /// How rustc was called for the tests of katas, where that was to be noted and it was called.
    pub recipes: BTreeMap<String, Recipe>,
    /// What Cargo itself said.
    pub said: String,
}

impl Compilation {
    /// Notes what rustc said of a target.
    pub fn note(&mut self, target: &str, message: Diagnostic) {
        let list = match message.level.as_str() {
            "warning" => &mut self.warnings,
            level if level.starts_with("error") => &mut self.errors,
            _ => return,
        };
        list.entry(target.to_owned()).or_default().push(message);
    }

    /// What Cargo said that somebody should read: not what it did.
    pub fn complaint(&self) -> String {
        const STEPS: [&str; 4] = ["Blocking", "Compiling", "Finished", "Locking"];
        let step = |line: &&str| STEPS.iter().any(|step| line.trim_start().starts_with(step));
        self.said.lines().filter(|line| !step(line)).collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// A test binary.
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// Whether Cargo saw no reason to rebuild it.
    pub fresh: bool,
}

/// One line of `--message-format=json`, as far as it is used here.
/// <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>
#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-artifact")]
    Artifact { target: MessageTarget, executable: Option<PathBuf>, fresh: bool },
    #[serde(rename = "compiler-message")]
    Said { target: MessageTarget, message: Diagnostic },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct MessageTarget {
    name: String,
}

/// One message of rustc. <https://doc.rust-lang.org/rustc/json.html#diagnostics>
#[derive(Clone, Deserialize)]
pub struct Diagnostic {
    /// What rustc says, in one line.
    pub message: String,
    /// `error`, `warning` and so on.
    pub level: String,
    /// Its code, if it has one.
    pub code: Option<Code>,
    /// The text that rustc would print.
    pub rendered: Option<String>,
    /// The places that it points to.
    pub spans: Vec<Span>,
    /// Notes and help.
    pub children: Vec<Diagnostic>,
}

/// A place in a source file.
#[derive(Clone, Deserialize)]
pub struct Span {
    /// The path as rustc was given it.
    pub file_name: String,
    /// Whether it is the place of the error itself.
    pub is_primary: bool,
    /// The line, from 1.
    pub line_start: usize,
    /// In bytes from the beginning of the file.
    pub byte_start: usize,
    pub byte_end: usize,
    /// The macro that produced this, and where it was called.
    pub expansion: Option<Box<Expansion>>,
}

/// A macro call that produced the code at a place.
#[derive(Clone, Deserialize)]
pub struct Expansion {
    pub span: Span,
}

/// `E0308`, or a lint's name.
#[derive(Clone, Deserialize)]
pub struct Code {
    pub code: String,
}

/// Runs `cargo build` with `arguments` and collects test binaries and diagnostics. That some
/// targets do not compile is an outcome; that Cargo fails without a diagnostic is an error.
/// `ansi` asks for diagnostics in colour, `notes` for the recipes, which are noted in that folder.
pub fn build(kit: &Kit, arguments: &[&str], ansi: bool, notes: Option<&Path>) -> Result<Compilation> {
    let format = if ansi { "json-diagnostic-rendered-ansi" } else { "json" };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--keep-going", &format!("--message-format={format}")]).args(arguments);
    command.env("CARGO_TARGET_DIR", kit.target()).env("CARGO_TERM_COLOR", "never");
    command.current_dir(&kit.root).stdin(Stdio::null());
    // Without a note the next edit asks Cargo again, which takes longer and comes to the same.
    let notes = notes.filter(|folder| recipe::note(&mut command, folder, Tests::Compiled).is_ok());
    let mut cargo = Group::start_piped(command).context("cannot start cargo")?;
    let (stdout, stderr) = (cargo.take_stdout()?, cargo.take_stderr()?);
    let said = std::thread::spawn(move || std::io::read_to_string(stderr));

    let messages = std::thread::spawn(move || read_messages(BufReader::new(stdout)));
    let success = cargo.wait().context("cannot wait for cargo")?.success();
    if process::cancelled() {
        bail!("cancelled");
    }
    let mut outcome = messages.join().map_err(|_| anyhow!("cannot read what cargo says"))??;
    let said = said.join().map_err(|_| anyhow!("cannot read what cargo says"))?;
    outcome.said = said.context("cannot read what cargo says")?;
    if let Some(folder) = notes {
        outcome.recipes = recipe::read(folder)?;
    }
    if !success && outcome.errors.is_empty() {
        bail!("cargo failed: {}", outcome.complaint().trim_start_matches("error: "));
    }
    Ok(outcome)
}

fn read_messages(stdout: impl BufRead) -> Result<Compilation> {
    let mut outcome = Compilation::default();
    for line in stdout.lines() {
        let line = line.context("cannot read the output of cargo")?;
        if !line.starts_with('{') {
            continue;
        }
        match serde_json::from_str(&line).context("cannot read the output of cargo")? {
            Message::Artifact { target, executable: Some(path), fresh } => {
                outcome.programs.insert(target.name, Program { path, fresh });
            }
            Message::Said { target, message } => outcome.note(&target.name, message),
            _ => {}
        }
    }
    Ok(outcome)
}

/// What rustc would have printed, with the kata's path as the learner knows it.
pub fn rendered(diagnostics: &[Diagnostic]) -> String {
    let texts = diagnostics.iter().map(|it| it.rendered.clone().unwrap_or_else(|| it.message.clone()));
    plain_paths(&texts.collect::<Vec<_>>().join("\n"))
}

/// `katas/KATA.rs` for `tests/KATA/../../katas/KATA.rs`, the path by which the test program includes it.
pub fn plain_paths(text: &str) -> String {
    const UP: &str = "/../../katas/";
    let mut parts = text.split(UP);
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match plain.rfind("tests/") {
            Some(at) => plain.truncate(at),
            None => plain += "/../../",
        }
        plain += "katas/";
        plain += part;
    }
    plain
}
