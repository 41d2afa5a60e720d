//! Runs Cargo and reads what it says about test targets.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow, bail};
use cargo_metadata::Message;
use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};

use crate::kit::Kit;
use crate::process::{self, Group};

/// What one run of Cargo gave, by target.
#[derive(Default)]
pub struct Outcome {
    pub programs: BTreeMap<String, PathBuf>,
    pub errors: BTreeMap<String, Vec<Diagnostic>>,
    pub warnings: BTreeMap<String, Vec<Diagnostic>>,
    /// What Cargo itself said.
    pub said: String,
}

/// Runs `cargo build` with `arguments` and collects test binaries and diagnostics. That some
/// targets do not compile is an outcome; that Cargo fails without a diagnostic is an error.
/// `ansi` asks for diagnostics in colour.
pub fn build(kit: &Kit, arguments: &[&str], ansi: bool) -> Result<Outcome> {
    let format = if ansi { "json-diagnostic-rendered-ansi" } else { "json" };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--keep-going", &format!("--message-format={format}")]).args(arguments);
    command.env("CARGO_TARGET_DIR", kit.target()).current_dir(&kit.root).stdin(Stdio::null());
    let mut cargo = Group::start_piped(command).context("cannot start cargo")?;
    let (stdout, stderr) = (cargo.take_stdout()?, cargo.take_stderr()?);
    let said = std::thread::spawn(move || std::io::read_to_string(stderr));

    let messages = std::thread::spawn(move || read_messages(BufReader::new(stdout)));
    let success = cargo.wait().context("cannot wait for cargo")?.success();
    if process::cancelled() {
        bail!("cancelled");
    }
    let mut outcome = messages.join().map_err(|_| anyhow!("cannot read what cargo says"))??;
    outcome.said = said.join().unwrap_or_else(|_| Ok(String::new())).unwrap_or_default();
    if !success && outcome.errors.is_empty() {
        bail!("cargo failed: {}", outcome.said.trim());
    }
    Ok(outcome)
}

fn read_messages(stdout: impl BufRead) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for message in Message::parse_stream(stdout) {
        match message.context("cannot read what cargo says")? {
            Message::CompilerArtifact(artifact) => {
                if let Some(program) = artifact.executable {
                    outcome.programs.insert(artifact.target.name, program.into_std_path_buf());
                }
            }
            Message::CompilerMessage(message) => {
                let list = match message.message.level {
                    DiagnosticLevel::Error => &mut outcome.errors,
                    DiagnosticLevel::Warning => &mut outcome.warnings,
                    _ => continue,
                };
                list.entry(message.target.name).or_default().push(message.message);
            }
            _ => {}
        }
    }
    Ok(outcome)
}

/// What rustc would have printed.
pub fn rendered(diagnostics: &[Diagnostic]) -> String {
    let texts = diagnostics.iter().map(|it| it.rendered.clone().unwrap_or_else(|| it.message.clone()));
    texts.collect::<Vec<_>>().join("\n")
}
