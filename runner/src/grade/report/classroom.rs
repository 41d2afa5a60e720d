//! What GitHub Classroom's reporter reads: JSON in base64, one test for each level. A step gives it
//! out as `result`, and the reporter finds it as `STEP_RESULTS` in its environment.

use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use super::{failures, held};
use crate::grade::model::{Grade, Graded, KataGrade, LevelGrade};
use crate::verdict::Status;

#[derive(Serialize)]
struct Results {
    version: u32,
    status: &'static str,
    max_score: u32,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Test {
    name: String,
    status: &'static str,
    score: u32,
    max_score: u32,
    line_no: u32,
    test_code: String,
    message: String,
}

pub fn render(grade: &Grade) -> Result<String> {
    let many = grade.submissions.len() > 1;
    let tests: Vec<Test> = grade
        .submissions
        .iter()
        .flat_map(|submission| {
            submission.levels().map(move |(kata, level)| test(submission, kata, level, many))
        })
        .collect();
    let status = match grade.exit_code() {
        0 => "pass",
        1 => "fail",
        _ => "error",
    };
    let max_score = grade.submissions.iter().map(|submission| submission.max_points).sum();
    let json = serde_json::to_vec(&Results { version: 1, status, max_score, tests })?;
    Ok(BASE64_STANDARD.encode(json))
}

fn test(submission: &Graded, kata: &KataGrade, level: &LevelGrade, many: bool) -> Test {
    let whose = if many { format!("{}: ", submission.name) } else { String::new() };
    let errors = level.claims.iter().any(|claim| claim.status == Status::Error);
    Test {
        name: format!("{whose}{}::{}", kata.name, level.name),
        status: if level.passed() {
            "pass"
        } else if errors {
            "error"
        } else {
            "fail"
        },
        score: level.points,
        max_score: level.max_points,
        line_no: 0,
        test_code: format!("cargo kata check {}::{}", kata.name, level.name),
        message: if level.passed() { held(level) } else { failures(level) },
    }
}
