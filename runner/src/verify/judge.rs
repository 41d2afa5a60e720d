//! Runs the claims on built answers.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::claims::cargo;
use crate::claims::records;
use crate::kit::Kit;
use crate::kit::answers::{Answer, Expected};
use crate::process::Group;
use crate::verify::build::Built;
use verdict::{Verdict, environment};

/// Real time for all claims of one answer.
const LIMIT: Duration = Duration::from_secs(300);

/// What became of an answer.
pub enum Judged {
    Verdicts(Vec<Verdict>),
    /// It did not compile, or could not be run: why.
    Unknown(String),
}

/// Judges all answers, as many at once as there are cores. Claims draw their numbers from `seed`, if there is one.
pub fn judge(kit: &Kit, answers: &[&Answer], built: Vec<Built>, seed: Option<u64>) -> Result<Vec<Judged>> {
    let scratch = kit.scratch("verdicts")?;
    let mut claims: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for built in &built {
        if let Built::Binary { program, .. } = built
            && !claims.contains_key(program)
        {
            claims.insert(program.clone(), list(program)?);
        }
    }
    let queue: Mutex<VecDeque<(usize, Built)>> = Mutex::new(built.into_iter().enumerate().collect());
    let done: Mutex<BTreeMap<usize, Judged>> = Mutex::default();
    let worker = || {
        while let Some((index, built)) = lock(&queue).pop_front() {
            let judged = match built {
                Built::Refused(errors) => Judged::Unknown(cargo::rendered(&errors)),
                Built::Binary { program, module } => {
                    let answer = answers[index];
                    let of_level = |name: &&String| name.split("::").next() == Some(&answer.level);
                    let names: Vec<&String> = claims[&program].iter().filter(of_level).collect();
                    match run(&scratch, answer, &program, &module, &names, seed) {
                        Ok(verdicts) => Judged::Verdicts(verdicts),
                        Err(error) => Judged::Unknown(format!("{error:#}")),
                    }
                }
            };
            lock(&done).insert(index, judged);
        }
    };
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(worker);
        }
    });
    Ok(done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The names of all tests in a binary.
pub fn list(program: &Path) -> Result<Vec<String>> {
    let output = Command::new(program)
        .args(["--list", "--format", "terse"])
        // This command's own, which says nothing about that program.
        .env_remove("CARGO_MANIFEST_DIR")
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let names: Vec<String> =
        text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect();
    if names.is_empty() {
        bail!("{} lists no claims", program.display());
    }
    Ok(names)
}

fn run(
    scratch: &Path,
    answer: &Answer,
    program: &Path,
    module: &str,
    names: &[&String],
    seed: Option<u64>,
) -> Result<Vec<Verdict>> {
    let records = scratch.join(format!("{}-{module}.jsonl", std::process::id()));
    let _ = fs::remove_file(&records);
    let mut tests = Command::new(program);
    // Most claims that hang sleep, so more run at once than there are cores.
    tests.args(["--test-threads=4", "--exact"]).args(names);
    tests.env(environment::VERDICTS, &records).env(environment::ANSWER, module);
    if let Some(seed) = seed {
        tests.env(environment::SEED, seed.to_string());
    }
    if answer.expected == Expected::Wrong {
        // A wrong answer may hang on purpose, and half the time proves it as well.
        tests.env(environment::LIMIT_MS, "2000");
    }
    tests.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let deadline = Instant::now() + LIMIT;
    let mut tests = Group::start(tests).with_context(|| format!("cannot run {}", program.display()))?;
    tests.wait_until(Some(deadline))?;
    let mut verdicts = records::read_all(&records)?;
    let _ = fs::remove_file(&records);
    for name in names {
        let id = format!("{}::{name}", answer.kata);
        if !verdicts.iter().any(|verdict| verdict.id == id) {
            verdicts.push(Verdict::missing(id));
        }
    }
    if Instant::now() > deadline {
        bail!("its claims did not end within {} s", LIMIT.as_secs());
    }
    verdicts.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(verdicts)
}
