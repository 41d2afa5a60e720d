//! Proves that `treat` judges well: the pristine katas fail as their case says, and every wrong cure in
//! `answers/clinic/wrong` is rejected, by whom it names and with the words it names.

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;
use support::cases::{Case, cases};
use support::expect::{Expected, Finder};
use support::package::Built;
use support::treatment::{Patient, Verdict, judge, message, ward};
use support::{read, root, short, stems};

/// A pristine kata shows the very mistake of its case.
#[test]
fn a_pristine_kata_fails_as_its_case_says() {
    for case in cases() {
        for stub in Patient::answers("stub", &case) {
            let expected = Expected::of(&read(&case.file("rs")));
            let verdict = diagnose(&stub);
            let fits = match (expected.finder, &verdict) {
                (Finder::Rustc, Verdict::Refused(built)) => built.diagnostics.iter().any(|said| {
                    let code = said.code.as_ref().map(|code| &code.code);
                    code == expected.code.as_ref() && said.message.contains(&expected.phrase)
                }),
                (Finder::Clippy, Verdict::Failed(_) | Verdict::Panicked(_)) => true,
                (Finder::TheRun, Verdict::Panicked(said)) => said.contains(&expected.phrase),
                _ => false,
            };
            let text = message(&stub, &verdict).unwrap_or_else(|| "it passes".to_owned());
            assert!(fits, "{}: expected {}\n{text}", short(&stub.file), expected.describe());
        }
    }
}

/// What the learner starts from is the pristine kata.
#[test]
fn the_katas_are_pristine() {
    for case in cases() {
        let kata = Patient::kata(&case);
        for stub in Patient::answers("stub", &case) {
            assert!(read(&kata.file) == read(&stub.file), "{} is not as in the beginning", short(&kata.file));
        }
    }
}

/// A wrong cure names who catches it, and what the learner then reads.
#[test]
fn wrong_cures_are_rejected() {
    let mut mistakes = Vec::new();
    for wrong in cases().iter().flat_map(|case| Patient::answers("wrong", case)) {
        let text = read(&wrong.file);
        let header = |key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(&format!("//! {key}: ")));
            line.unwrap_or_else(|| panic!("{} has no line `//! {key}: …`", short(&wrong.file)))
        };
        let verdict = diagnose(&wrong);
        let message = message(&wrong, &verdict).unwrap_or_default();
        let caught_by = match &verdict {
            Verdict::Cured => "nobody",
            Verdict::Refused(_) if message.contains("in another way") => "the signature",
            Verdict::Refused(_) => "rustc",
            Verdict::Failed(_) => "the check",
            Verdict::Panicked(_) => "a panic",
            Verdict::Stopped => "the clock",
        };
        if caught_by != header("caught by") || !message.contains(header("says")) {
            mistakes.push(format!("{} is caught by {caught_by}\n{message}", short(&wrong.file)));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

/// Every case has a pristine kata, a cure and at least one wrong cure; every file belongs to a case.
#[test]
fn every_answer_belongs_to_a_case() {
    for name in ["stub", "cured", "wrong"] {
        let mut listed: Vec<String> = Vec::new();
        for case in cases() {
            let answers = Patient::answers(name, &case);
            assert!(!answers.is_empty(), "{} has no file in answers/clinic/{name}", case.name);
            listed
                .extend(answers.iter().map(|one| one.file.file_stem().unwrap().to_str().unwrap().to_owned()));
        }
        listed.sort();
        assert_eq!(stems(&root().join("answers/clinic").join(name), "rs"), listed);
    }
}

/// The verdict on an answer. All are built in one go.
fn diagnose(patient: &Patient) -> Verdict {
    static BUILT: LazyLock<BTreeMap<String, Built>> = LazyLock::new(|| {
        let answers = |case: &Case| ["stub", "wrong"].map(|name| Patient::answers(name, case)).concat();
        let patients: Vec<Patient> = cases().iter().flat_map(answers).collect();
        ward("proof", &patients).cargo(&["build", "--bins", "--keep-going"])
    });
    judge(BUILT.get(&patient.name).cloned().unwrap_or_default())
}
