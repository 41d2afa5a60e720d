//! Judges a claim in a process of its own, and hands on its verdict.

use std::env;
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use verdict::{ascii_wanted, environment};

use crate::probe::process::child;
use crate::probe::process::parent;
use crate::probe::{Reason, Verdict};

/// Where this process writes its verdict, if it was started for one claim.
pub(crate) fn record_of_this_child() -> Option<PathBuf> {
    env::var_os(environment::RECORD).map(PathBuf::from)
}

/// Judges `body` as the claim of the test that calls this, a test of the compiler's own harness. The kit's tests
/// of the wrapper around claims use it. `package` is the first part of the claim's id.
///
/// The process is the test program again, started for this one test, so that a busy loop, an early exit
/// or a stack overflow fails this claim and no other. A claim that does not end is stopped after
/// `TOKIO_KATAS_LIMIT_MS` (4000 ms of real time, or a quarter of it spent computing).
pub async fn judge(package: &str, body: impl Future<Output = ()>) -> Verdict {
    let current = thread::current();
    // The harness names the thread after the test, and so does nextest.
    let Some(test) = current.name().filter(|name| *name != "main") else {
        let what = "a claim runs only in a test, whose name is its thread's";
        return Verdict::new("?", Reason::HarnessError, what);
    };
    let id = format!("{package}::{test}");
    match record_of_this_child() {
        Some(record) => child::run(Box::pin(body), id, None, record).await,
        None => parent::run(test, &id, None),
    }
}

/// Like [`judge`], but reports the verdict, and fails the test if the claim fails. The grader runs the clinic's
/// checks with it.
///
/// # Panics
/// If the claim does not pass, after printing its message. The panic itself prints nothing.
pub async fn run_as_claim(package: &str, body: impl Future<Output = ()>) {
    let verdict = judge(package, body).await;
    if let Err(error) = report(&verdict) {
        println!("the verdict could not be written to ${}: {error}", environment::VERDICTS);
    }
    if !verdict.passed() {
        println!("{}", verdict.text(ascii_wanted()));
        resume_unwind(Box::new("the claim failed; its message is printed"));
    }
}

/// Appends a verdict to the file named by the program that runs these claims, if it named one.
pub(crate) fn report(verdict: &Verdict) -> io::Result<()> {
    let Some(path) = env::var_os(environment::VERDICTS) else { return Ok(()) };
    // One write per line: other claims append to the same file at the same time.
    let line = verdict.to_json() + "\n";
    std::fs::File::options().create(true).append(true).open(path)?.write_all(line.as_bytes())
}
