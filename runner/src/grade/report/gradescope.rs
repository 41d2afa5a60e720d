//! Gradescope's `results.json`: one test for each level. Text from a submission always has the format `text`.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use super::failures::{failures, held};
use super::levels::Levels;
use crate::grade::results::class::Class;
use crate::grade::results::model::{Graded, KataGrade, LevelGrade};

/// Bytes of remarks about whole submissions: a page or two of text.
const LONGEST: usize = 64 << 10;

#[derive(Serialize)]
struct GradescopeResults<'a> {
    score: u64,
    output: String,
    output_format: &'static str,
    test_output_format: &'static str,
    test_name_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    tests: Levels<'a, Value>,
    extra_data: Value,
}

/// Writes the results of the class.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    let many = class.many();
    let of = move |submission: &Graded, kata: &KataGrade, level: &LevelGrade, number: &str| {
        test(submission, kata, level, number, many)
    };
    let head = class.head;
    let results = GradescopeResults {
        score: class.tally.points,
        output: remarks(class)?,
        output_format: "text",
        test_output_format: "text",
        test_name_format: "text",
        visibility: "visible",
        stdout_visibility: "hidden",
        tests: Levels { class, of: &of, and: &|_, _| None },
        extra_data: json!({
            "seed": head.seed,
            "kit": head.kit,
            "toolchain": head.toolchain,
            "sandbox": head.sandbox,
        }),
    };
    super::levels::json(&mut *out, &results)?;
    Ok(writeln!(out)?)
}

fn remarks(class: &Class) -> Result<String> {
    let mut text = String::new();
    for graded in class.submissions() {
        let graded = graded?;
        for remark in graded.remarks() {
            if text.len() > LONGEST {
                return Ok(text + "\n… (cut)");
            }
            let line = if text.is_empty() { "" } else { "\n" };
            text += &format!("{line}{}: {remark}", graded.name);
        }
    }
    Ok(text)
}

fn test(submission: &Graded, kata: &KataGrade, level: &LevelGrade, number: &str, many: bool) -> Value {
    let whose = if many { format!("{}: ", submission.name) } else { String::new() };
    json!({
        "name": format!("{whose}{}::{}", kata.name, level.name),
        "name_format": "text",
        "number": number,
        "score": level.points,
        "max_score": level.max_points,
        "status": if level.passed() { "passed" } else { "failed" },
        "output": if level.passed() { held(level) } else { failures(level) },
        "output_format": "text",
        "tags": [kata.name],
        "visibility": "visible",
    })
}
