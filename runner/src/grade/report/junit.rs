//! JUnit XML, for GitLab, Jenkins and the actions that read it: a suite for each kata of each submission, and a
//! case for each claim. No two cases have the same name.

use std::io::Write;

use anyhow::{Context, Result};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use verdict::{Status, Verdict};

use crate::grade::results::class::Class;
use crate::grade::results::model::{Graded, KataGrade};

/// Bytes of the whole file: GitLab reads files of up to 30 MB.
const ROOM: usize = 28_000_000;

/// How much to report about each claim.
#[derive(Debug, Clone, Copy)]
enum Detail {
    /// The whole message.
    Whole,
    /// The first line of the message.
    Line,
    /// Only levels: a case for each level.
    Level,
}

/// Writes the suites of all submissions.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    render_within(class, out, ROOM)
}

/// Every submission has the same room, so that its report does not depend on the order.
fn render_within(class: &Class, out: &mut dyn Write, room: usize) -> Result<()> {
    let share = room / class.tally.submissions.max(1);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="cargo kata grade">"#)?;
    for graded in class.submissions() {
        let graded = graded?;
        let mut text = suites(&graded, Detail::Whole)?;
        for detail in [Detail::Line, Detail::Level] {
            if text.len() > share {
                text = suites(&graded, detail)?;
            }
        }
        out.write_all(text.as_bytes())?;
    }
    Ok(writeln!(out, "</testsuites>")?)
}

/// The suites of one submission, without the element around all suites.
fn suites(submission: &Graded, detail: Detail) -> Result<String> {
    let mut report = Report::new("");
    report.add_test_suites(submission.katas.iter().map(|kata| suite(submission, kata, detail)));
    let text = report.to_string().context("cannot write JUnit XML")?;
    let (_, inner) = text.split_once("<testsuites").context("it has no suites")?;
    let inner = inner.split_once(">\n").map_or("", |(_, inner)| inner);
    Ok(inner.rsplit_once("</testsuites>").map_or("", |(inner, _)| inner).to_owned())
}

fn suite(submission: &Graded, kata: &KataGrade, detail: Detail) -> TestSuite {
    let mut suite = TestSuite::new(format!("{}: {}", submission.name, kata.name));
    suite.add_property(("points", kata.points.to_string().as_str()));
    suite.add_property(("max_points", kata.max_points.to_string().as_str()));
    if !matches!(detail, Detail::Whole) {
        suite.add_property(("cut", "the JSON report says more"));
    }
    if let Some(note) = &kata.note {
        let status = {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type("not_as_handed_in").set_message(note.lines().next().unwrap_or_default());
            status.set_description(note.as_str());
            status
        };
        let class = format!("{}.{}", submission.name, kata.name);
        suite.add_test_case(case(super::failures::WHOLE, status, &class));
    }
    for level in &kata.levels {
        let class = format!("{}.{}.{}", submission.name, kata.name, level.name);
        if matches!(detail, Detail::Level) {
            let status = level.failed().next().map_or(TestCaseStatus::success(), |first| {
                non_success(first, &super::failures::held(level), "the JSON report says more")
            });
            suite.add_test_case(case(&level.name, status, &class));
            continue;
        }
        suite.add_test_cases(level.claims.iter().map(|claim| {
            let name = claim.id.split("::").skip(1).collect::<Vec<_>>().join("::");
            let line = claim.message.first_line();
            let whole = claim.text(false);
            let all = if matches!(detail, Detail::Whole) { &whole } else { line };
            let status = match claim.status() {
                Status::Pass => TestCaseStatus::success(),
                Status::Fail | Status::Error => non_success(claim, line, all),
            };
            case(&name, status, &class)
        }));
    }
    suite
}

fn non_success(claim: &Verdict, message: &str, description: &str) -> TestCaseStatus {
    let kind = if claim.status() == Status::Error { NonSuccessKind::Error } else { NonSuccessKind::Failure };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(claim.reason.as_str()).set_message(message).set_description(description);
    status
}

fn case(name: &str, status: TestCaseStatus, class: &str) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}
