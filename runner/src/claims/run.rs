//! Runs a program of claims, and reads what it records. `check` and `verify` differ in their options only.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use verdict::{Verdict, environment};

use crate::claims::records;
use crate::process::{self, Group};

/// How long is waited for what was printed, once the claims have ended: what they started may hold the pipes open.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// One run of a program of claims.
pub struct ClaimRun<'a> {
    /// The program in the folder and the environment in which it is to run.
    pub program: Command,
    pub claims: Selection<'a>,
    /// How many claims run at once.
    pub threads: usize,
    /// Seeds, limits, what is drawn: variables of [`environment`].
    pub settings: Vec<(&'static str, String)>,
    /// The file for the records. It is there for the length of the run.
    pub records: PathBuf,
    /// When it is ended.
    pub deadline: Instant,
    /// Whether what it prints is wanted, as events in JSON.
    pub heard: bool,
}

/// The claims that are run.
pub enum Selection<'a> {
    All,
    Level(&'a str),
    /// Those of exactly these names.
    Named(&'a [&'a str]),
}

/// How a run ended.
pub struct Ended {
    pub status: ExitStatus,
    /// Whether it was ended at the deadline.
    pub stopped: bool,
    /// In the order in which they were written. Of a claim that was not run there is none.
    pub verdicts: Result<Vec<Verdict>>,
    /// If it was to be heard: the events.
    pub events: Result<String>,
    /// If it was to be heard: what it said beside them.
    pub said: Result<String>,
}

impl ClaimRun<'_> {
    /// Runs the claims.
    ///
    /// # Errors
    /// If the program cannot be run, or this one was interrupted.
    pub fn run(self) -> Result<Ended> {
        let ClaimRun { mut program, claims, threads, settings, records, deadline, heard } = self;
        let path = PathBuf::from(program.get_program());
        program.arg(format!("--test-threads={threads}"));
        match claims {
            Selection::All => {}
            Selection::Level(level) => drop(program.arg(format!("{level}::"))),
            Selection::Named(names) => drop(program.arg("--exact").args(names)),
        }
        // Verdicts are remembered: only this run says in which order they come.
        program.env_remove(environment::ORDER);
        program.env(environment::VERDICTS, &records).envs(settings).stdin(Stdio::null());
        if heard {
            program.arg("--format=json").stdout(Stdio::piped()).stderr(Stdio::piped());
        } else {
            program.stdout(Stdio::null()).stderr(Stdio::null());
        }
        forget(&records)?;
        let mut tests = Group::start(program).with_context(|| format!("cannot run {}", path.display()))?;
        let pipes =
            if heard { Some((listen(tests.take_stdout()?), listen(tests.take_stderr()?))) } else { None };
        let status = tests.wait_until(Some(deadline)).context("cannot wait for the claims");
        let stopped = Instant::now() > deadline;
        let verdicts = records::read_all(&records);
        forget(&records)?;
        if process::cancelled() {
            bail!("cancelled");
        }
        let (events, said) = match pipes {
            Some((events, said)) => (last_words(&events), last_words(&said)),
            None => (Ok(String::new()), Ok(String::new())),
        };
        Ok(Ended { status: status?, stopped, verdicts, events, said })
    }
}

/// Removes the records of an earlier run.
fn forget(records: &Path) -> Result<()> {
    match fs::remove_file(records) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", records.display()))
        }
        _ => Ok(()),
    }
}

/// Reads a pipe to its end in a thread of its own.
fn listen(mut pipe: impl Read + Send + 'static) -> Receiver<std::io::Result<String>> {
    let (tell, said) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.read_to_end(&mut bytes);
        // If it took too long, no one listens.
        let _ = tell.send(read.map(|_| String::from_utf8_lossy(&bytes).into_owned()));
    });
    said
}

fn last_words(pipe: &Receiver<std::io::Result<String>>) -> Result<String> {
    match pipe.recv_timeout(LAST_WORDS) {
        Ok(read) => read.context("cannot read what the claims print"),
        Err(RecvTimeoutError::Timeout) => {
            Err(anyhow!("what the claims started is still running, and holds their output"))
        }
        Err(RecvTimeoutError::Disconnected) => Err(anyhow!("nothing read what the claims print")),
    }
}

/// The claims in a program.
#[derive(Debug, Default)]
pub struct Listed {
    /// Their names, in the order in which they are written.
    pub names: Vec<String>,
    /// Those beside which no other may run: they need all cores.
    pub alone: BTreeSet<String>,
    /// Those whose other orders are not tried, and why.
    pub left_out: BTreeMap<String, String>,
}

/// The claims in a program.
///
/// # Errors
/// If it cannot be run, or lists none.
pub fn list(mut program: Command) -> Result<Listed> {
    /// One line of the list in JSON.
    #[derive(Deserialize)]
    struct Line {
        event: String,
        name: Option<String>,
        #[serde(default)]
        alone: bool,
        left_out: Option<String>,
    }
    let path = PathBuf::from(program.get_program());
    program.args(["--list", "--format", "json"]).stdin(Stdio::null());
    // This command's own, or the kata's as it is: a list is the same whatever was saved since.
    program.env_remove("CARGO_MANIFEST_DIR");
    let output = program.output();
    let output = output.with_context(|| format!("cannot run {}", path.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut listed = Listed::default();
    for line in text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
        let Some(name) = line.name.filter(|_| line.event == "discovered") else { continue };
        if line.alone {
            listed.alone.insert(name.clone());
        }
        if let Some(why) = line.left_out {
            listed.left_out.insert(name.clone(), why);
        }
        listed.names.push(name);
    }
    if listed.names.is_empty() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("{} lists no claims {}", path.display(), said.trim());
    }
    Ok(listed)
}

/// Adds a verdict for each of `ids` of which there is none: what ends the claims half-way takes those with it that
/// were still to come.
pub fn complete(verdicts: &mut Vec<Verdict>, ids: impl IntoIterator<Item = String>) {
    for id in ids {
        if verdicts.iter().all(|verdict| verdict.id != id) {
            verdicts.push(Verdict::missing(id));
        }
    }
}

/// Puts verdicts into the order in which their claims are written, which is that of `names`.
pub fn in_order(verdicts: &mut [Verdict], names: &[String]) {
    verdicts.sort_by_cached_key(|verdict| {
        let name = verdict.id.split_once("::").map(|(_, name)| name);
        names.iter().position(|it| Some(it.as_str()) == name)
    });
}
