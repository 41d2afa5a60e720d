//! The wrapper around every claim.

use std::any::type_name;
use std::env;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use futures::future::LocalBoxFuture;

use super::harness::say;
use super::{Reason, Status, Verdict, child, parent};

/// In the child's environment: where it writes its verdict.
pub(super) const RECORD: &str = "TOKIO_KATAS_RECORD";
/// Where the parent appends each verdict, one JSON object per line, for whoever drives the tests.
pub(super) const VERDICTS: &str = "TOKIO_KATAS_VERDICTS";
/// A folder in which each claim is given one of its own, empty at first and gone at its end. In the
/// child's environment: that one.
pub(super) const FOLDER: &str = "TOKIO_KATAS_FOLDER";

/// Runs a claim: the body of a test, in a process of its own.
///
/// The process is the test binary again, started for this one test, so that a busy loop, an
/// early exit or a stack overflow fails this claim and no other. The clock of its runtime is
/// paused, so a claim ends in next to no real time; one that cannot end is stopped after
/// `TOKIO_KATAS_LIMIT_MS` (4000 ms of real time, or a quarter of it spent computing).
///
/// # Panics
/// If the claim fails, once its message is printed. The panic itself prints nothing.
pub fn claim<'a, F: Future<Output = ()> + 'a>(body: F) -> impl Future<Output = ()> + 'a {
    // Boxed at once: what follows is compiled once, with the library, and not for each claim.
    claim_boxed(type_name::<F>(), Box::pin(body))
}

/// Whether this process was started for one claim.
pub(super) fn in_a_child() -> bool {
    env::var_os(RECORD).is_some()
}

async fn claim_boxed(body_type: &str, body: LocalBoxFuture<'_, ()>) {
    let verdict = judge_boxed(body_type, body).await;
    if let Err(error) = append(&verdict) {
        say(&format!("  the verdict could not be written to ${VERDICTS}: {error}"));
    }
    if verdict.status != Status::Pass {
        say(&verdict.message);
        resume_unwind(Box::new("the claim failed; its message is printed"));
    }
}

/// As [`claim`], but hands back the verdict instead of failing the test.
pub fn judge<'a, F: Future<Output = ()> + 'a>(body: F) -> impl Future<Output = Verdict> + 'a {
    judge_boxed(type_name::<F>(), Box::pin(body))
}

async fn judge_boxed(body_type: &str, body: LocalBoxFuture<'_, ()>) -> Verdict {
    let current = thread::current();
    // The harness names the thread after the test, as the compiler's own and nextest do.
    let Some(test) = current.name().filter(|name| *name != "main") else {
        return Verdict::new(
            "?",
            Reason::HarnessError,
            "a claim runs only in a test, whose name is its thread's",
        );
    };
    let id = claim_id(body_type, test);
    if let Some(record) = env::var_os(RECORD) {
        child::run(body, id, PathBuf::from(record)).await
    } else {
        parent::run(test, &id)
    }
}

/// `KATA::LEVEL::CLAIM[::CASE]`. Modules around the level, if any, are not part of it.
fn claim_id(body_type: &str, test: &str) -> String {
    let kata = crate_name(body_type, test);
    let path: Vec<&str> = test.split("::").collect();
    let is_case =
        |name: &&str| name.strip_prefix("case_").is_some_and(|rest| rest.starts_with(char::is_numeric));
    let kept = if path.last().is_some_and(is_case) { 3 } else { 2 };
    format!("{kata}::{}", path[path.len().saturating_sub(kept)..].join("::"))
}

/// The crate of a claim, which is named after its file. The body's type begins with it, `KATA::TEST`,
/// or holds that, where the body is wrapped in a future of another crate.
fn crate_name<'a>(body_type: &'a str, test: &str) -> &'a str {
    let name = test.split("::case_").next().unwrap_or_default();
    let before = body_type.find(&format!("::{name}::")).map_or("", |at| &body_type[..at]);
    let word = |c: char| c.is_alphanumeric() || c == '_';
    match before.rsplit(|c| !word(c)).next() {
        Some(name) if !name.is_empty() => name,
        _ => body_type.trim_start_matches(|c| !word(c)).split("::").next().unwrap_or_default(),
    }
}

fn append(verdict: &Verdict) -> std::io::Result<()> {
    use std::io::Write;
    let Some(path) = env::var_os(VERDICTS) else { return Ok(()) };
    // One write per line: other claims append to the same file at the same time.
    let line = verdict.to_json() + "\n";
    std::fs::File::options().create(true).append(true).open(path)?.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::claim_id;

    #[test]
    fn a_claim_is_known_by_its_kata_level_and_name() {
        let id = |body: &str, test: &str| claim_id(body, test);
        assert_eq!(id("limit::paced::it_waits::{{closure}}", "paced::it_waits"), "limit::paced::it_waits");
        let wrapped = "tokio::task::coop::Unconstrained<limit::paced::it_waits::{{closure}}::{{closure}}>";
        assert_eq!(id(wrapped, "paced::it_waits"), "limit::paced::it_waits");
        let case = "limit::paced::it_waits::{{closure}}";
        assert_eq!(id(case, "paced::it_waits::case_2_long"), "limit::paced::it_waits::case_2_long");
        assert_eq!(id("&limit::other::{{closure}}", "paced::it_waits"), "limit::paced::it_waits");
    }
}
