//! What GitHub Classroom's reporter reads: JSON in base64, one test for each level. A step gives it
//! out as `result`, and the reporter finds it as `STEP_RESULTS` in its environment.

use std::io::Write;

use anyhow::Result;
use base64::prelude::BASE64_STANDARD;
use base64::write::EncoderWriter;
use serde::Serialize;

use super::{Levels, failures, held};
use crate::grade::class::Class;
use crate::grade::model::{Graded, KataGrade, LevelGrade};
use verdict::Status;

#[derive(Serialize)]
struct Results<'a> {
    version: u32,
    status: &'static str,
    max_score: u64,
    tests: Levels<'a, Test>,
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

pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    let status = match class.tally.exit_code() {
        0 => "pass",
        1 => "fail",
        _ => "error",
    };
    let many = class.many();
    let of = move |submission: &Graded, kata: &KataGrade, level: &LevelGrade, _: &str| {
        test(submission, kata, level, many)
    };
    let tests = Levels { class, of: &of };
    let mut encoder = EncoderWriter::new(out, &BASE64_STANDARD);
    let results = Results { version: 1, status, max_score: class.tally.max_points, tests };
    super::json(&mut encoder, &results)?;
    encoder.finish()?;
    Ok(())
}

fn test(submission: &Graded, kata: &KataGrade, level: &LevelGrade, many: bool) -> Test {
    let whose = if many { format!("{}: ", submission.name) } else { String::new() };
    let errors = level.claims.iter().any(|claim| claim.status() == Status::Error);
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
