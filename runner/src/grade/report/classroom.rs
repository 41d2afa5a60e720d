//! The format that GitHub Classroom's reporter read, for tools that still read it (the service closed in August
//! 2026): JSON in base64, one test for each level. A step outputs it as `result`, and the reporter finds it as
//! `STEP_RESULTS` in its environment.

use std::io::Write;

use anyhow::Result;
use base64::prelude::BASE64_STANDARD;
use base64::write::EncoderWriter;
use serde::Serialize;
use verdict::Status;

use super::failures::briefly;
use super::levels::Levels;
use crate::grade::results::class::Class;
use crate::grade::results::model::{KataGrade, LevelGrade};

/// Bytes of JSON. Linux allows 128 KiB for an environment variable (MAX_ARG_STRLEN, execve(2)), with its name and
/// in base64, which is a third longer.
const ROOM: usize = 90_000;

/// Bytes of a test besides its message.
const REST: usize = 400;

/// Bytes of a level's message, if there is room.
const LONGEST: usize = 1000;

#[derive(Serialize)]
struct ClassroomResults<'a> {
    version: u32,
    status: &'static str,
    max_score: u64,
    tests: Levels<'a, ClassroomTest>,
}

#[derive(Serialize)]
struct ClassroomTest {
    name: String,
    status: &'static str,
    score: u32,
    max_score: u32,
    line_no: u32,
    test_code: String,
    message: String,
}

/// Writes the result of a submission.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    let status = match class.tally.exit_code() {
        0 => "pass",
        1 => "fail",
        _ => "error",
    };
    let levels = class.head.katas.iter().map(|kata| kata.levels.len()).sum::<usize>().max(1);
    // In JSON a character may take two bytes.
    let share = (ROOM.saturating_sub(levels * REST) / levels / 2).min(LONGEST);
    let tests = Levels { class, of: &|_, kata, level, _| test(kata, level, share), and: &|_, _| None };
    let mut encoder = EncoderWriter::new(out, &BASE64_STANDARD);
    let results = ClassroomResults { version: 1, status, max_score: class.tally.max_points, tests };
    serde_json::to_writer(&mut encoder, &results)?;
    encoder.finish()?;
    Ok(())
}

fn test(kata: &KataGrade, level: &LevelGrade, share: usize) -> ClassroomTest {
    let errors = level.claims.iter().any(|claim| claim.status() == Status::Error);
    ClassroomTest {
        name: format!("{}::{}", kata.name, level.name),
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
        message: briefly(level, share),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use serde_json::Value;

    use super::render;
    use crate::grade::judge::run::refuse;
    use crate::grade::results::class::Class;
    use crate::grade::results::model::{Graded, Head, KataGrade, KataHead, LevelGrade, LevelHead};

    /// However much is said of however many levels, a variable of the environment takes it.
    #[test]
    fn an_environment_takes_it() {
        for levels in [1, 47, 150] {
            let name = |nth: usize| format!("a_level_with_a_long_name_{nth}");
            let level = |nth| {
                let claim = |number| {
                    let id = format!("kata::{}::claim_{number}", name(nth));
                    refuse(
                        &id,
                        verdict::Reason::Assert,
                        &format!("{number} \"\\é\" {}\n\n{}", "\"".repeat(200), "x".repeat(4000)),
                    )
                };
                LevelGrade::new(&name(nth), 2, (0..40).map(claim).collect())
            };
            let grade = KataGrade::new("kata", (0..levels).map(level).collect());
            let graded = Graded::new("ada".to_owned(), None, vec![grade]);
            let heads =
                (0..levels).map(|nth| LevelHead { name: name(nth), max_points: 2, share: false }).collect();
            let kata = KataHead { name: "kata".to_owned(), max_points: 2 * levels as u32, levels: heads };
            let head = Head { katas: vec![kata], ..Head::sample() };
            let mut out = Vec::new();
            render(&Class::of_one(&head, &graded), &mut out).expect("a report");
            assert!(out.len() < 131_072 - 100, "{levels} levels: {} bytes", out.len());
            let results: Value =
                serde_json::from_slice(&BASE64_STANDARD.decode(out).expect("base64")).expect("JSON");
            let tests = results["tests"].as_array().expect("tests");
            assert_eq!((tests.len(), &results["max_score"]), (levels, &(2 * levels).into()));
            let message = tests[0]["message"].as_str().expect("a message");
            assert!(message.starts_with("claim_0: 0 ") && message.ends_with("… (cut)"), "{message}");
        }
    }
}
