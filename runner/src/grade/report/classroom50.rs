//! Classroom 50's `result.json`, with the schema `classroom50/result/v1`: one test for each level. The environment
//! in which Classroom 50 runs an autograder says whose submission it is.

use std::io::Write;
use std::time::SystemTime;

use anyhow::{Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use super::failures::{WHOLE, briefly};
use super::levels::Levels;
use crate::grade::results::class::Class;
use crate::grade::results::model::{Graded, KataGrade, LevelGrade};

const SCHEMA: &str = "classroom50/result/v1";

/// Bytes of one level's message: a few lines for each of its claims.
const LONGEST: usize = 2000;

/// What Classroom 50 tells an autograder about a submission.
#[derive(Serialize)]
pub struct Identity {
    classroom: String,
    assignment: String,
    /// Its runner sets these two itself, whatever is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    submission: String,
    commit: String,
    release: String,
    /// The diff from what was handed out; without one, the commit.
    review: String,
}

impl Identity {
    /// Reads it from the environment.
    ///
    /// # Errors
    /// If a variable is missing.
    pub fn find() -> Result<Identity> {
        Identity::of(|name| std::env::var(name).ok())
    }

    fn of(variable: impl Fn(&str) -> Option<String>) -> Result<Identity> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut missing = Vec::new();
        let mut required = |name: &'static str| {
            variable(name).unwrap_or_else(|| {
                missing.push(name);
                String::new()
            })
        };
        let commit = required("COMMIT_URL");
        let identity = Identity {
            classroom: required("CLASSROOM"),
            assignment: required("ASSIGNMENT"),
            assignment_type: variable("ASSIGNMENT_TYPE"),
            owner: variable("OWNER").or_else(|| variable("USERNAME")),
            submission: required("SUBMISSION_TAG"),
            release: required("RELEASE_URL"),
            review: variable("REVIEW_URL").unwrap_or_else(|| commit.clone()),
            commit,
        };
        if !missing.is_empty() {
            bail!(
                "the report classroom50 is for Classroom 50's runner, which sets {}: here {} not set",
                "CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL and RELEASE_URL",
                if missing.len() == 1 {
                    format!("{} is", missing[0])
                } else {
                    format!("{} are", missing.join(", "))
                }
            );
        }
        Ok(identity)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Classroom50Results<'a> {
    schema: &'static str,
    #[serde(flatten)]
    identity: Identity,
    datetime: String,
    score: u64,
    max_score: u64,
    tests: Levels<'a, Test>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Test {
    test_name: String,
    passed: bool,
    score: u32,
    max_score: u32,
    message: String,
}

/// Writes the result of a submission, as of now.
pub fn render(class: &Class, out: &mut dyn Write) -> Result<()> {
    render_as(Identity::find()?, SystemTime::now(), class, out)
}

fn render_as(identity: Identity, now: SystemTime, class: &Class, out: &mut dyn Write) -> Result<()> {
    let tests = Levels { class, of: &|_, kata, level, _| test(kata, level), and: &whole };
    let results = Classroom50Results {
        schema: SCHEMA,
        identity,
        datetime: DateTime::<Utc>::from(now).to_rfc3339_opts(SecondsFormat::Secs, true),
        score: class.tally.points,
        max_score: class.tally.max_points,
        tests,
    };
    super::levels::json(&mut *out, &results)?;
    Ok(writeln!(out)?)
}

fn test(kata: &KataGrade, level: &LevelGrade) -> Test {
    Test {
        test_name: format!("{}::{}", kata.name, level.name),
        passed: level.passed(),
        score: level.points,
        max_score: level.max_points,
        message: briefly(level, LONGEST),
    }
}

/// A remark about a kata as a whole becomes a failed test worth 0 points, so that a status made of all tests is
/// not "all passed".
fn whole(_: &Graded, kata: &KataGrade) -> Option<Test> {
    let note = kata.note.as_ref()?;
    let test_name = format!("{}: {WHOLE}", kata.name);
    Some(Test { test_name, passed: false, score: 0, max_score: 0, message: note.clone() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use serde_json::{Value, json};
    use verdict::Verdict;

    use super::{Identity, render_as};
    use crate::grade::judge::run::refuse;
    use crate::grade::results::class::Class;
    use crate::grade::results::model::{Graded, Head, KataGrade, LevelGrade};

    fn identity(leave_out: &[&str]) -> anyhow::Result<Identity> {
        let set = BTreeMap::from([
            ("CLASSROOM", "rust-2026"),
            ("ASSIGNMENT", "week-1"),
            ("ASSIGNMENT_TYPE", "individual"),
            ("OWNER", "ada"),
            ("SUBMISSION_TAG", "submit/2026-09-01T10-00-00Z-0123abc"),
            ("COMMIT_URL", "https://github.example/ada/commit/1"),
            ("RELEASE_URL", "https://github.example/ada/releases/tag/submit"),
            ("REVIEW_URL", ""),
        ]);
        Identity::of(|name| Some((*set.get(name).filter(|_| !leave_out.contains(&name))?).to_owned()))
    }

    fn result(graded: &Graded) -> Value {
        let head = Head::sample();
        let mut out = Vec::new();
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(1_788_257_531_900);
        let class = Class::of_one(&head, graded);
        render_as(identity(&[]).expect("all is set"), now, &class, &mut out).expect("a report");
        serde_json::from_slice(&out).expect("JSON")
    }

    fn expect_valid(result: &Value) {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grade/classroom50.schema.json");
        let schema = std::fs::read_to_string(schema).expect("a schema");
        let schema: Value = serde_json::from_str(&schema).expect("JSON");
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
        let errors: Vec<String> = validator.iter_errors(result).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in {result:#}");
        // What a schema cannot say.
        let number = |value: &Value| value.as_u64().expect("a number");
        let tests = result["tests"].as_array().expect("tests");
        for key in ["score", "max-score"] {
            assert_eq!(tests.iter().map(|test| number(&test[key])).sum::<u64>(), number(&result[key]));
        }
        assert!(tests.iter().all(|test| number(&test["score"]) <= number(&test["max-score"])));
    }

    fn holds(id: &str) -> Verdict {
        refuse(id, verdict::Reason::Ok, "")
    }

    #[test]
    fn a_result_is_what_classroom_50_takes() {
        let failed = ["it_adds", "it_waits"].map(|claim| {
            refuse(
                &format!("tiny::total::{claim}"),
                verdict::Reason::Assert,
                &format!("  {claim}: 2 too few\n\n  expected  4"),
            )
        });
        let kata = KataGrade::new(
            "tiny",
            vec![
                LevelGrade::new("total", 3, failed.to_vec()),
                LevelGrade::new("pair", 2, vec![holds("tiny::pair::both")]),
            ],
        );
        let result = result(&Graded::new("ada".to_owned(), None, vec![kata]));
        expect_valid(&result);
        assert_eq!(
            result["tests"],
            json!([
                { "test-name": "tiny::total", "passed": false, "score": 0, "max-score": 3,
                  "message": "it_adds: it_adds: 2 too few\nit_waits: it_waits: 2 too few" },
                { "test-name": "tiny::pair", "passed": true, "score": 2, "max-score": 2,
                  "message": "1 of 1 claims hold" },
            ])
        );
        assert_eq!((&result["score"], &result["max-score"]), (&json!(2), &json!(5)));
        assert_eq!(result["datetime"], "2026-09-01T10:12:11Z");
        assert_eq!(result["review"], result["commit"], "where there is nothing to compare with");
    }

    #[test]
    fn full_points_for_a_file_that_does_not_compile_are_not_all_tests_passed() {
        let level = LevelGrade::new("total", 3, vec![holds("tiny::total::it_adds")]);
        let kata = KataGrade { note: Some("it does not".to_owned()), ..KataGrade::new("tiny", vec![level]) };
        let result = result(&Graded::new("ada".to_owned(), None, vec![kata]));
        expect_valid(&result);
        assert_eq!((&result["score"], &result["tests"][1]["passed"]), (&json!(3), &json!(false)));
        assert_eq!(result["tests"][1]["message"], "it does not");
    }

    #[test]
    fn what_the_environment_lacks_is_named() {
        let error = identity(&["RELEASE_URL", "CLASSROOM"]).err().expect("an error").to_string();
        assert!(error.ends_with("here CLASSROOM, RELEASE_URL are not set"), "{error}");
        assert!(identity(&["OWNER", "REVIEW_URL", "ASSIGNMENT_TYPE"]).is_ok());
    }
}
