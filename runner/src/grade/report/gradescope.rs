//! Gradescope's `results.json`: one test for each level. What a submission said is always `text`.

use anyhow::Result;
use serde_json::{Value, json};

use super::{failures, held};
use crate::grade::model::{Grade, Graded};

pub fn render(grade: &Grade) -> Result<String> {
    let many = grade.submissions.len() > 1;
    let tests: Vec<Value> = grade.submissions.iter().flat_map(|submission| tests(submission, many)).collect();
    let points: u32 = grade.submissions.iter().map(|submission| submission.points).sum();
    let problems: Vec<String> = grade
        .submissions
        .iter()
        .filter_map(|submission| Some(format!("{}: {}", submission.name, submission.problem.as_ref()?)))
        .collect();
    let results = json!({
        "score": points,
        "output": problems.join("\n"),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "seed": grade.seed,
            "kit": grade.kit,
            "toolchain": grade.toolchain,
            "sandbox": grade.sandbox,
        },
    });
    Ok(serde_json::to_string_pretty(&results)? + "\n")
}

fn tests(submission: &Graded, many: bool) -> Vec<Value> {
    let mut tests = Vec::new();
    for (kata_number, kata) in submission.katas.iter().enumerate() {
        for (level_number, level) in kata.levels.iter().enumerate() {
            let whose = if many { format!("{}: ", submission.name) } else { String::new() };
            tests.push(json!({
                "name": format!("{whose}{}::{}", kata.name, level.name),
                "name_format": "text",
                "number": format!("{}.{}", kata_number + 1, level_number + 1),
                "score": level.points,
                "max_score": level.max_points,
                "status": if level.passed() { "passed" } else { "failed" },
                "output": if level.passed() { held(level) } else { failures(level) },
                "output_format": "text",
                "tags": [kata.name],
                "visibility": "visible",
            }));
        }
    }
    tests
}
