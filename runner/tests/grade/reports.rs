//! All reports hold what their consumers expect, also when a submission says what it should not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use crate::kit::{attacks, grade, grader, read, reference, root, said, stub, write};

/// Grades a right submission, one not begun, one with a mistake that is known, one whose words and name are
/// hostile, one whose error in compilation is, and one that is none; and hands over all reports on a class.
fn reports(folder: &Path) -> [String; 6] {
    let many = folder.join("many");
    let hostile = read(&attacks().join("40_hostile_text.rs"));
    let rest = reference();
    let pair = &rest[rest.find("/// Two numbers.").expect("the pair")..];
    write(&many.join("alice/katas/tiny.rs"), &reference());
    write(&many.join("bob/katas/tiny.rs"), &stub());
    write(
        &many.join("eve|<b>`::error::x`##[error][[ATTACHMENT|x]]/katas/tiny.rs"),
        &format!("{hostile}{pair}"),
    );
    let error = "#![allow(clippy::all)]\ncompile_error!(\"]]> \\u{1b}[31m \\n::error::owned\\n##[error]x\\n````\\n<script>\\u{202e}\");\n";
    write(&many.join("mallory/katas/tiny.rs"), &format!("{error}{}", reference()));
    fs::create_dir_all(many.join("nobody")).expect("a folder");
    let hasty = reference().replace(
        "    sleep(Duration::from_millis(10)).await;",
        "    let _ = sleep(Duration::from_millis(10));",
    );
    write(&many.join("hasty/katas/tiny.rs"), &hasty);

    let names = ["grade.json", "grade.xml", "results.json", "grade.md", "class.html", "points.csv"];
    let formats = ["json", "junit", "gradescope", "markdown", "html", "csv"];
    let wanted: Vec<String> = formats
        .iter()
        .zip(names)
        .flat_map(|(format, name)| {
            ["--report".to_owned(), format!("{format}={}", folder.join("out").join(name).display())]
        })
        .collect();
    let mut arguments = vec![many.to_str().expect("plain text"), "--summary"];
    arguments.extend(wanted.iter().map(String::as_str));
    let output = grade(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let summary = String::from_utf8_lossy(&output.stdout);
    expect_harmless(&summary);
    assert!(summary.contains("The claims that fail most"), "{summary}");
    assert!(
        summary.contains(
            "The most common mistakes, by the number of submissions that make them\n    1  forgotten await: a future is made"
        ),
        "{summary}"
    );
    names.map(|name| read(&folder.join("out").join(name)))
}

/// No control character, no command to a log, no turned direction.
fn expect_harmless(text: &str) {
    for c in ['\u{1b}', '\0', '\u{7}', '\r', '\u{202e}', '\u{2066}', '\u{fffe}', '\u{feff}'] {
        assert!(!text.contains(c), "{c:?} in {text}");
    }
    assert!(!text.contains("##[") && !text.contains("[[ATTACHMENT"), "{text}");
    let command = text.lines().find(|line| line.trim_start().starts_with("::"));
    assert_eq!(command, None);
}

/// All texts in a JSON value.
fn texts(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(values) => values.iter().for_each(|value| texts(value, visit)),
        Value::Object(fields) => fields.values().for_each(|value| texts(value, visit)),
        _ => {}
    }
}

#[test]
fn every_report_is_what_its_reader_expects() {
    let folder = tempfile::tempdir().expect("a folder");
    let [json, junit, gradescope, markdown, page, table] = reports(folder.path());

    let grade: Value = serde_json::from_str(&json).expect("JSON");
    let schema: Value = serde_json::from_str(&read(&root().join("docs/grade.schema.json"))).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&grade).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    texts(&grade, &mut expect_harmless);
    let submissions = grade["submissions"].as_array().expect("submissions");
    let points: Vec<_> = submissions.iter().map(|one| one["points"].as_u64()).collect();
    assert_eq!(points, [Some(5), Some(0), Some(2), Some(2), Some(0), Some(0)], "{grade:#}");
    expect_diagnosis(&submissions[3], &gradescope);
    assert!(submissions.iter().all(|one| one["max_points"] == 5));

    expect_junit(&junit, &grade);
    expect_gradescope(&gradescope, 9);
    expect_markdown(&markdown);
    expect_page(&page);
    expect_harmless(&table.replace("\r\n", "\n"));
    assert_eq!(csv::Reader::from_reader(table.as_bytes()).records().filter(Result::is_ok).count(), 6);
}

/// The submission with the known mistake is told of it first, in all reports.
fn expect_diagnosis(submission: &Value, gradescope: &str) {
    let level = &submission["katas"][0]["levels"][0];
    let diagnosis = &level["diagnosis"];
    assert_eq!(diagnosis["claim"], "tiny::total::it_waits_for_each", "{submission:#}");
    assert_eq!(diagnosis["family"]["name"], "forgotten_await", "{diagnosis}");
    let claims = level["claims"].as_array().expect("claims");
    let told = claims.iter().find(|claim| claim["id"] == diagnosis["claim"]).expect("the claim");
    let cause = told["cause"].as_str().expect("a cause");
    assert!(
        cause.ends_with("A known mistake fails just like this: it makes its sleeps and awaits none"),
        "{cause}"
    );
    assert!(told["message"].as_str().expect("a message").contains("A known mistake"), "{told}");
    let own = diagnosis["cause"].as_str().expect("its own cause");
    assert!(cause.starts_with(own) && !own.contains("known mistake"), "{own}");
    let tests: Value = serde_json::from_str(gradescope).expect("JSON");
    let tests = tests["tests"].as_array().expect("tests");
    let test = tests.iter().find(|test| test["name"] == "hasty: tiny::total").expect("its level");
    let output = test["output"].as_str().expect("words");
    assert!(output.starts_with("it_waits_for_each: assert"), "{output}");
}

fn expect_junit(text: &str, grade: &Value) {
    let document = roxmltree::Document::parse(text).expect("XML");
    let elements = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
    let names: BTreeSet<_> =
        elements("testcase").map(|case| (case.attribute("classname"), case.attribute("name"))).collect();
    let cases = elements("testcase").count();
    assert_eq!(names.len(), cases, "no two cases have one name");
    let mut claims = 0;
    let mut passed = 0;
    for submission in grade["submissions"].as_array().expect("submissions") {
        for level in submission["katas"][0]["levels"].as_array().expect("levels") {
            let of_level = level["claims"].as_array().expect("claims");
            claims += of_level.len();
            passed += of_level.iter().filter(|claim| claim["status"] == "pass").count();
        }
    }
    assert_eq!((cases, elements("failure").count()), (claims, claims - passed));
    let reasons: BTreeSet<_> = elements("failure").filter_map(|failure| failure.attribute("type")).collect();
    assert_eq!(reasons, ["assert", "bad_submission", "compile_error", "not_started", "panic"].into());
    assert!(elements("failure").all(|failure| failure.text().is_some_and(|text| !text.is_empty())));
    expect_harmless(text);
}

fn expect_classroom(text: &str, points: u64) {
    let decoded = BASE64_STANDARD.decode(text).expect("base64");
    let results: Value = serde_json::from_slice(&decoded).expect("JSON");
    let tests = results["tests"].as_array().expect("tests");
    let sum = |key: &str| tests.iter().map(|test| test[key].as_u64().expect("a number")).sum::<u64>();
    assert_eq!((sum("score"), sum("max_score")), (points, results["max_score"].as_u64().expect("a number")));
    assert_eq!(results["status"] == "pass", points == 5);
    for test in tests {
        assert!(["pass", "fail"].contains(&test["status"].as_str().expect("a word")), "{test}");
        assert_eq!(test["status"] == "pass", test["score"] == test["max_score"], "{test}");
    }
    texts(&results, &mut expect_harmless);
}

fn expect_gradescope(text: &str, points: u64) {
    let results: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(results["score"], points);
    for format in ["output_format", "test_output_format", "test_name_format"] {
        assert_eq!(results[format], "text");
    }
    let tests = results["tests"].as_array().expect("tests");
    assert_eq!(tests.len(), 12);
    for test in tests {
        assert_eq!((&test["output_format"], &test["name_format"]), (&"text".into(), &"text".into()));
        assert!(["passed", "failed"].contains(&test["status"].as_str().expect("a word")), "{test}");
    }
    texts(&results, &mut expect_harmless);
}

fn expect_markdown(text: &str) {
    expect_harmless(text);
    assert!(text.len() < 1 << 20);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(rows.len(), 8, "{rows:?}");
    assert!(rows.iter().all(|row| row.matches('|').count() == 4), "a name cannot add a column: {rows:?}");
    // Outside of the fenced blocks there is no HTML but our own.
    let mut fence = None;
    for line in text.lines() {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open && line.trim_start_matches('`').is_empty() => fence = None,
            Some(_) => {}
            None => assert!(
                !line.contains('<') || line.starts_with("<details><summary>") || line == "</details>",
                "{line}"
            ),
        }
    }
    assert_eq!(fence, None, "every block is closed");
}

fn expect_page(text: &str) {
    expect_harmless(text);
    let page = scraper::Html::parse_document(text);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let all = |what: &str| page.select(&scraper::Selector::parse(what).expect("a selector")).count();
    assert_eq!((all("script, img, iframe, link"), all(".matrix tbody tr"), all(".submission")), (0, 6, 6));
}

/// What is on one submission alone: for each a file, and none for a class.
#[test]
fn reports_on_one_submission() {
    let folder = tempfile::tempdir().expect("a folder");
    let many = folder.path().join("many");
    let hostile = read(&attacks().join("40_hostile_text.rs"));
    let rest = reference();
    write(&many.join("alice/katas/tiny.rs"), &rest);
    let eve = format!("{hostile}{}", &rest[rest.find("/// Two numbers.").expect("the pair")..]);
    write(&many.join("eve/katas/tiny.rs"), &eve);
    let out = |format: &str| format!("{format}={}/{format}-{{name}}", folder.path().display());
    let mut grader = grader(&[many.to_str().expect("text")]);
    for format in ["classroom", "classroom50", "annotations"] {
        grader.args(["--report", &out(format)]);
    }
    for (name, value) in [
        ("CLASSROOM", "rust"),
        ("ASSIGNMENT", "week-1"),
        ("ASSIGNMENT_TYPE", "individual"),
        ("USERNAME", "ada"),
        ("SUBMISSION_TAG", "submit/1"),
        ("COMMIT_URL", "https://github.example/c"),
        ("RELEASE_URL", "https://github.example/r"),
    ] {
        grader.env(name, value);
    }
    let output = grader.output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let report = |format: &str, name: &str| read(&folder.path().join(format!("{format}-{name}")));
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grade/classroom50.schema.json");
    let schema: Value = serde_json::from_str(&read(&schema)).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for (name, points) in [("alice", 5), ("eve", 2)] {
        expect_classroom(&report("classroom", name), points);
        let result: Value = serde_json::from_str(&report("classroom50", name)).expect("JSON");
        assert!(validator.is_valid(&result), "{result:#}");
        assert_eq!((&result["score"], &result["max-score"]), (&points.into(), &5.into()));
        texts(&result, &mut expect_harmless);
    }
    assert_eq!(report("annotations", "alice"), "");
    let annotations = report("annotations", "eve");
    assert!(annotations.starts_with("::error file=katas/tiny.rs,"), "{annotations}");
    assert!(annotations.lines().all(|line| line.starts_with("::error ")), "{annotations}");

    for (format, sentence) in [
        (
            "classroom",
            "the report classroom covers one submission, and there are 2: --report classroom={name}.txt",
        ),
        ("annotations", "the report annotations covers one submission"),
        ("classroom50", "the report classroom50 covers one submission"),
    ] {
        let output = grade(&[many.to_str().expect("text"), "--report", &format!("{format}=x")]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(sentence) && !stderr.contains("preparing"), "{stderr}");
    }
    let output = grade(&[many.join("alice").to_str().expect("text"), "--report", "classroom50=x"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("RELEASE_URL are not set"), "{}", said(&output));
}

#[test]
fn one_report_for_each_submission() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("many/alice/tiny.rs"), &reference());
    write(&folder.path().join("many/bob/tiny.rs"), &stub());
    let report = format!("gradescope={}/out/{{name}}.json", folder.path().display());
    let (alice, bob) = (folder.path().join("many/alice"), folder.path().join("many/bob"));
    let output = grade(&[alice.to_str().expect("text"), bob.to_str().expect("text"), "--report", &report]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    for (name, points) in [("alice", 5), ("bob", 0)] {
        let text = read(&folder.path().join(format!("out/{name}.json")));
        let results: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            (&results["score"], &results["tests"][0]["name"]),
            (&points.into(), &"tiny::total".into())
        );
    }
}
