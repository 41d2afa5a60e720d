//! JUnit XML, for GitLab, Jenkins and the actions that read it: a suite for each kata of each
//! submission, a case for each claim. No two cases have one name.

use anyhow::{Context, Result};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::grade::model::Grade;
use crate::verdict::{Status, Verdict};

pub fn render(grade: &Grade) -> Result<String> {
    let mut report = Report::new("cargo kata grade");
    for submission in &grade.submissions {
        for kata in &submission.katas {
            let mut suite = TestSuite::new(format!("{}: {}", submission.name, kata.name));
            suite.add_property(("points", kata.points.to_string().as_str()));
            suite.add_property(("max_points", kata.max_points.to_string().as_str()));
            for level in &kata.levels {
                let class = format!("{}.{}.{}", submission.name, kata.name, level.name);
                suite.add_test_cases(level.claims.iter().map(|claim| case(claim, &class)));
            }
            report.add_test_suite(suite);
        }
    }
    report.to_string().context("cannot write JUnit XML")
}

fn case(verdict: &Verdict, class: &str) -> TestCase {
    let status = match verdict.status {
        Status::Pass => TestCaseStatus::success(),
        Status::Fail | Status::Error => {
            let kind =
                if verdict.status == Status::Error { NonSuccessKind::Error } else { NonSuccessKind::Failure };
            let mut status = TestCaseStatus::non_success(kind);
            status
                .set_type(verdict.reason.as_str())
                .set_message(verdict.message.lines().next().unwrap_or_default().trim())
                .set_description(verdict.message.as_str());
            status
        }
    };
    let name = verdict.id.split("::").skip(1).collect::<Vec<_>>().join("::");
    let mut case = TestCase::new(name, status);
    case.set_classname(class);
    case
}
