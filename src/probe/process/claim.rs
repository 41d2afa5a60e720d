//! What a claim's process knows of its surroundings, and where verdicts go.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::thread;

use crate::probe::process::child;
use crate::probe::process::parent;
use crate::probe::{Reason, Verdict};

/// In the child's environment: where it writes its verdict.
pub(crate) const RECORD: &str = "TOKIO_KATAS_RECORD";
/// Where the parent appends each verdict, one JSON object per line, for the program that drives it.
pub(crate) const VERDICTS: &str = "TOKIO_KATAS_VERDICTS";
/// A folder in which each claim is given one of its own, empty at first and gone at its end. In the
/// child's environment: that one.
pub(crate) const FOLDER: &str = "TOKIO_KATAS_FOLDER";

/// Where this process writes its verdict, if it was started for one claim.
pub(crate) fn record_of_this_child() -> Option<PathBuf> {
    env::var_os(RECORD).map(PathBuf::from)
}

/// Judges `body` as the claim of the test that runs it, which is one of the compiler's own harness: the
/// kit's tests of the wrapper around claims are written with it. `package` begins the claim's id.
///
/// The process is the test program again, started for this one test, so that a busy loop, an early exit
/// or a stack overflow fails this claim and no other. One that cannot end is stopped after
/// `TOKIO_KATAS_LIMIT_MS` (4000 ms of real time, or a quarter of it spent computing).
pub async fn judge(package: &str, body: impl Future<Output = ()>) -> Verdict {
    let current = thread::current();
    // The harness names the thread after the test, as nextest does, too.
    let Some(test) = current.name().filter(|name| *name != "main") else {
        let what = "a claim runs only in a test, whose name is its thread's";
        return Verdict::new("?", Reason::HarnessError, what);
    };
    let id = format!("{package}::{test}");
    match record_of_this_child() {
        Some(record) => child::run(Box::pin(body), id, record).await,
        None => parent::run(test, &id),
    }
}

/// Hands a verdict to the program that drives these claims, if it asked for them.
pub(crate) fn report(verdict: &Verdict) -> io::Result<()> {
    let Some(path) = env::var_os(VERDICTS) else { return Ok(()) };
    // One write per line: other claims append to the same file at the same time.
    let line = verdict.to_json() + "\n";
    std::fs::File::options().create(true).append(true).open(path)?.write_all(line.as_bytes())
}
