//! Runs Cargo and reads its messages about test targets.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

use crate::kit::Kit;
use crate::process::{self, Group};

/// The results of one run of Cargo, by target.
#[derive(Default)]
pub struct Outcome {
    /// The test programs.
    pub programs: BTreeMap<String, Program>,
    /// rustc's errors.
    pub errors: BTreeMap<String, Vec<Diagnostic>>,
    /// rustc's warnings.
    pub warnings: BTreeMap<String, Vec<Diagnostic>>,
    /// Cargo's own output, including the commands that it ran.
    pub said: String,
}

impl Outcome {
    /// Records rustc's message about a target.
    pub fn note(&mut self, target: &str, message: Diagnostic) {
        let list = match message.level.as_str() {
            "warning" => &mut self.warnings,
            level if level.starts_with("error") => &mut self.errors,
            _ => return,
        };
        list.entry(target.to_owned()).or_default().push(message);
    }

    /// The part of Cargo's output that a user should read: without the commands that it ran.
    pub fn complaint(&self) -> String {
        const STEPS: [&str; 7] =
            ["Blocking", "Compiling", "Dirty", "Finished", "Fresh", "Locking", "Running"];
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
    Artifact { target: Target, executable: Option<PathBuf>, fresh: bool },
    #[serde(rename = "compiler-message")]
    Said { target: Target, message: Diagnostic },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Target {
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

/// Runs `cargo build` with `arguments` and collects test programs and diagnostics. `ansi` asks for diagnostics in
/// colour.
///
/// # Errors
/// If Cargo fails without a diagnostic. Targets that do not compile are a result, not an error.
pub fn build(kit: &Kit, arguments: &[&str], ansi: bool) -> Result<Outcome> {
    let format = if ansi { "json-diagnostic-rendered-ansi" } else { "json" };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["build", "--verbose", "--keep-going", &format!("--message-format={format}")])
        .args(arguments);
    command.env("CARGO_TARGET_DIR", kit.target()).env("CARGO_TERM_COLOR", "never");
    command.current_dir(&kit.root).stdin(Stdio::null());
    let mut cargo = Group::start_piped(command).context("cannot start cargo")?;
    let (stdout, stderr) = (cargo.take_stdout()?, cargo.take_stderr()?);
    let said = std::thread::spawn(move || std::io::read_to_string(stderr));

    let messages = std::thread::spawn(move || read_messages(BufReader::new(stdout)));
    let success = cargo.wait().context("cannot wait for cargo")?.success();
    if process::cancelled() {
        bail!("cancelled");
    }
    let mut outcome = messages.join().map_err(|_| anyhow!("cannot read the output of cargo"))??;
    outcome.said = said.join().unwrap_or_else(|_| Ok(String::new())).unwrap_or_default();
    if !success && outcome.errors.is_empty() {
        bail!("cargo failed: {}", outcome.complaint().trim_start_matches("error: "));
    }
    Ok(outcome)
}

fn read_messages(stdout: impl BufRead) -> Result<Outcome> {
    let mut outcome = Outcome::default();
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
