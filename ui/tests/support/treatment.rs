//! Builds a learner's file together with its check from `ui/checks`, runs both, and judges.

use super::cases::Case;
use super::package::{Built, Package};
use super::run::run;
use super::{root, short, stems, ui};
use cargo_metadata::diagnostic::DiagnosticLevel;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file to be judged, under the name of its binary.
#[derive(Clone)]
pub struct Patient {
    pub name: String,
    pub case: String,
    pub file: PathBuf,
}

/// How a file is doing.
pub enum Verdict {
    Cured,
    Refused(Built),
    Failed(String),
    Panicked(String),
    Stopped,
}

const LIMIT: Duration = Duration::from_secs(5);

/// With this code a check ends when all is well: `exit(0)` in a learner's file is not it.
const CURED: i32 = 42;

impl Patient {
    fn new(ward: &str, stem: &str, case: &str, file: PathBuf) -> Patient {
        Patient { name: format!("{ward}__{stem}"), case: case.to_owned(), file }
    }

    /// The learner's own file for a case.
    pub fn kata(case: &Case) -> Patient {
        let file = root().join("katas/clinic").join(&case.name).with_extension("rs");
        Patient::new("treat", &case.name, &case.name, file)
    }

    /// The files for a case in `answers/clinic/WARD`: `CASE.rs` and every `CASE__WHAT.rs`.
    pub fn answers(ward: &str, case: &Case) -> Vec<Patient> {
        let folder = root().join("answers/clinic").join(ward);
        let of_case = |stem: &String| stem.split("__").next() == Some(&case.name);
        let files = stems(&folder, "rs").into_iter().filter(of_case);
        files.map(|stem| Patient::new(ward, &stem, &case.name, folder.join(format!("{stem}.rs")))).collect()
    }
}

/// A package in which each patient has a binary.
pub fn ward(name: &str, patients: &[Patient]) -> Package {
    let sources: Vec<_> = patients.iter().map(|patient| (patient.name.clone(), program(patient))).collect();
    Package::with_sources(name, &sources)
}

/// The program that checks a patient. The learner's module comes last: no macro of it reaches the check.
fn program(patient: &Patient) -> String {
    let kit = ui().join("checks/kit.rs");
    let check = ui().join("checks").join(&patient.case).with_extension("rs");
    let kata = &patient.file;
    format!(
        "\
mod ending {{
    /// Ends the check with a message for the learner.
    pub fn reject(claim: &str, expected: &str, seen: &str, cause: &str) -> ! {{
        eprintln!(\"{{claim}}\\n\");
        for (label, text) in [(\"expected\", expected), (\"seen\", seen), (\"usual cause\", cause)] {{
            if !text.is_empty() {{
                eprintln!(\"  {{label:14}}{{text}}\");
            }}
        }}
        std::process::exit(1)
    }}
}}

#[path = {kit:?}]
mod kit;

#[path = {check:?}]
mod check;

fn main() {{
    kit::run(check::check());
    std::process::exit({CURED});
}}

#[path = {kata:?}]
#[forbid(unsafe_code)]
#[allow(dead_code, unused_variables)]
mod kata;
"
    )
}

/// Runs what was built and judges it.
pub fn judge(built: Built) -> Verdict {
    let Some(program) = &built.executable else { return Verdict::Refused(built) };
    let ran = run(program, LIMIT);
    let mut said = ran.stderr.replace(&format!("{}/", root().display()), "");
    if !ran.stdout.is_empty() {
        said = format!("{}\n\nIt printed\n{}", said.trim_end(), ran.stdout);
    }
    match ran.status.map(|status| status.code()) {
        Some(Some(CURED)) => Verdict::Cured,
        Some(Some(0)) => Verdict::Failed("It ends the program before the check is done.".to_owned()),
        Some(Some(1)) => Verdict::Failed(said),
        Some(_) => Verdict::Panicked(said),
        None => Verdict::Stopped,
    }
}

/// What the learner reads; `None` if the file is cured.
pub fn message(patient: &Patient, verdict: &Verdict) -> Option<String> {
    let (file, case) = (short(&patient.file), &patient.case);
    let (headline, body) = match verdict {
        Verdict::Cured => return None,
        Verdict::Refused(built) if in_check_only(built) => (
            format!("{file} compiles, but is called in another way than its functions are now declared"),
            built.errors() + "\nKeep the names, parameters and results of the `pub` functions as they were.",
        ),
        Verdict::Refused(built) => (format!("{file} waits for its cure. rustc says"), built.errors()),
        Verdict::Failed(said) => (format!("{file} compiles. It does not do its work yet"), said.clone()),
        Verdict::Panicked(said) => (format!("{file} compiles and panics"), said.clone()),
        Verdict::Stopped => (
            format!("{file} compiles and does not come to an end"),
            format!(
                "It was stopped after {} s: something blocks the thread, or waits for ever.",
                LIMIT.as_secs()
            ),
        ),
    };
    let body = body.trim();
    Some(format!(
        "\n{headline}\n\n{body}\n\n  look at   ui/{case}.md\n  again     cargo test --test treat {case}\n"
    ))
}

/// Whether rustc finds fault only with how the check calls the learner's functions.
fn in_check_only(built: &Built) -> bool {
    let errors = built.diagnostics.iter().filter(|said| said.level == DiagnosticLevel::Error);
    let mut places = errors.flat_map(|error| &error.spans).filter(|span| span.is_primary).peekable();
    let checks = ui().join("checks");
    places.peek().is_some() && places.all(|span| Path::new(&span.file_name).starts_with(&checks))
}
