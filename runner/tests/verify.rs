//! `cargo kata verify` as a program, over answers from outside the kit.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::{ONE_BY_ONE, Sample};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit").to_owned()
}

fn verify(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kata-grade"))
        .arg("verify")
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program runs")
}

fn kit_answer(path: &str) -> String {
    let path = root().join("answers").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// One answer of every kind: each is told apart, and none touches another's outcome.
#[test]
fn answers_from_outside_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let right = kit_answer("fanout/right/run_job_fanout__join_all.rs");
    let wrong = kit_answer("fanout/wrong/run_job_fanout__one_by_one.rs");
    let wrong_type = right
        .replace("-> Vec<JobResult>", "-> Option<Vec<JobResult>>")
        .replace("join_all(jobs).await", "Some(join_all(jobs).await)");
    let hang = "use tokio_katas::JobResult;\npub async fn run_job_fanout(inputs: Vec<&str>) -> Vec<JobResult> {\n    loop {}\n}\n";
    write(folder.path(), "fanout/right/run_job_fanout__fine.rs", &right);
    write(folder.path(), "fanout/right/run_job_fanout__not_so.rs", &wrong);
    write(folder.path(), "fanout/right/run_job_fanout__syntax.rs", "pub async fn run_job_fanout(");
    write(folder.path(), "fanout/right/run_job_fanout__type.rs", &wrong_type);
    write(folder.path(), "fanout/right/run_job_fanouts__name.rs", &right);
    write(folder.path(), "fanout/wrong/run_job_fanout__caught.rs", &wrong);
    write(folder.path(), "fanout/wrong/run_job_fanout__slips_through.rs", &right);
    write(folder.path(), "fanout/wrong/run_job_fanout__hangs.rs", hang);

    let output = verify(&["--json", "--answers", folder.path().to_str().expect("plain text")]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    let rows = report["answers"].as_array().expect("rows");
    let row = |name: &str| {
        let ending = format!("{name}.rs");
        rows.iter().find(|row| row["path"].as_str().is_some_and(|path| path.ends_with(&ending))).expect(name)
    };
    let expected = [
        ("fine", "right", "accepted", true),
        ("not_so", "right", "rejected", false),
        ("syntax", "right", "unknown", false),
        ("type", "right", "unknown", false),
        ("name", "right", "unknown", false),
        ("caught", "wrong", "rejected", true),
        ("slips_through", "wrong", "accepted", false),
        ("hangs", "wrong", "rejected", true),
    ];
    assert_eq!(rows.len(), expected.len());
    for (name, said, outcome, as_expected) in expected {
        let row = row(name);
        assert_eq!(row["expected"], said, "{row:#}");
        assert_eq!(row["outcome"], outcome, "{row:#}");
        assert_eq!(row["as_expected"], as_expected, "{row:#}");
        assert_eq!(row["kata"], "fanout", "{row:#}");
    }
    let failed = row("caught")["failed_claims"].as_array().expect("claims");
    let id = "fanout::run_job_fanout::all_jobs_run_at_the_same_time::case_2_two_inputs";
    assert!(failed.iter().any(|claim| claim == id), "{failed:?}");
    assert!(row("hangs")["message"].as_str().is_some_and(|text| text.contains("busy loop")));
    assert!(
        row("type")["message"].as_str().is_some_and(|text| text.contains("found `Option<Vec<JobResult>>`")),
        "{:#}",
        row("type"),
    );
    let summary = &report["summary"];
    assert_eq!(
        (&summary["answers"], &summary["unexpected"], &summary["unknown"]),
        (&8.into(), &5.into(), &3.into())
    );
}

#[test]
fn what_cannot_run_gets_one_sentence_and_exit_code_2() {
    let empty = tempfile::tempdir().expect("a folder");
    let nowhere = empty.path().join("nowhere");
    for (arguments, sentence) in [
        (vec!["--answers", empty.path().to_str().expect("plain text")], "no answers in"),
        (vec!["--answers", nowhere.to_str().expect("plain text")], "is not a folder"),
        (vec!["fanout::nonsense"], "no kata or level is called fanout::nonsense"),
    ] {
        let output = verify(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: ") && said.contains(sentence), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

/// A wrong answer to the sample kit.
const WRONG: &str = "answers/pair/wrong/overlap__awaits_each.rs";
const HEADER: &str = "//! Awaits the one, then the other. Their times add up.\n//! family: one_by_one\n\
    //! caught by: both_start_at_once\n//! says: awaiting the first job\n";

/// The table of known mistakes is written from the wrong answers, and one that says otherwise fails the proof.
#[test]
fn a_stale_table_of_mistakes_fails() {
    const TABLE: &str = "katas/mistakes/pair.txt";
    let sample = Sample::fresh("harness");
    sample.write(WRONG, &format!("{HEADER}{}", sample.overlap(ONE_BY_ONE)));
    sample.write(
        "answers/families.toml",
        "[one_by_one]\nidea = \"it does one after the other\"\nlesson = \"README.md\"\n",
    );
    let judge = |more: &[&str], code: i32, words: &[&str]| {
        let ran = sample.run(&[&["verify", "pair::overlap"], more].concat());
        assert_eq!(ran.code, Some(code), "{ran:#?}");
        words.iter().for_each(|words| assert!(ran.out.contains(words), "{words:?} is missing: {ran:#?}"));
    };
    judge(&[], 1, &["katas/mistakes/pair.txt is stale", "overlap__awaits_each is missing"]);

    judge(&["--write-mistakes"], 0, &["written: katas/mistakes/pair.txt"]);
    let table = sample.read(TABLE);
    for line in [
        "family one_by_one\nidea it does one after the other\nlesson README.md\n",
        "level overlap\nclaim both_start_at_once\nclaim it_takes_as_long_as_the_longer_job\n",
        "mistake awaits_each\nfamily one_by_one\nidea Awaits the one, then the other.\ntells both_start_at_once | job # started # ms too late | ",
        "\nfails it_takes_as_long_as_the_longer_job | it ended # ms too late | ",
    ] {
        assert!(table.contains(line), "{line:?} is missing:\n{table}");
    }
    assert!(!table.contains("work(0)"), "the code stays where it is:\n{table}");
    let ran = sample.run(&["verify", "pair::overlap"]);
    assert!(ran.err.contains("4 of them are as they were, and not judged again"), "{ran:#?}");
    sample.write(WRONG, &format!("{HEADER}// As before.\n{}", sample.overlap(ONE_BY_ONE)));
    let ran = sample.run(&["verify", "pair::overlap"]);
    assert!(ran.err.contains("3 of them are as they were"), "{ran:#?}");
    let ran = sample.run(&["verify", "pair::overlap", "--anew"]);
    assert!(ran.code == Some(0) && !ran.err.contains("as they were"), "{ran:#?}");
    // Without itself there is nothing to compare it with.
    judge(&["--first"], 0, &["pair::overlap      1       1       0           1  100 %"]);

    for (was, is, words) in [
        ("Awaits the one,", "Awaits this one,", "overlap__awaits_each has another header"),
        ("fails it_takes_as_long", "fails it_takes_longer", "overlap__awaits_each does not fail as it says"),
        ("claim both_start_at_once\n", "", "the claims of overlap are others"),
        ("idea it does", "idea it always does", "a family has other words"),
    ] {
        sample.write(TABLE, &table.replacen(was, is, 1));
        judge(&[], 1, &[words, "`cargo kata verify --write-mistakes pair`"]);
    }
    sample.remove(WRONG);
    sample.remove("answers/families.toml");
}

/// What a wrong answer does beside the reference solution is recorded, and a record that says otherwise fails the proof.
#[test]
fn a_stale_timeline_fails() {
    const TIMELINES: &str = "answers/pair/timelines.json";
    let sample = Sample::fresh("harness");
    sample.write(WRONG, &format!("{HEADER}{}", sample.overlap(ONE_BY_ONE)));
    let ran = sample.run(&["verify", "pair::overlap", "--write-mistakes", "--write-timelines"]);
    assert!(ran.code == Some(0) && ran.out.contains(&format!("written: {TIMELINES}")), "{ran:#?}");
    let written = sample.read(TIMELINES);
    let row = |job: &str, from: u64, to: u64| json!({ "name": job, "called_ms": from, "started_ms": from, "ended_ms": to, "end": "finished" });
    let mut late = row("job 1", 20, 30);
    late["note"] = "not started at 0 ms".into();
    let timelines: Value = serde_json::from_str(&written).expect("JSON");
    let contrast = &timelines["overlap"][0];
    assert_eq!(contrast["idea"], "Awaits the one, then the other.");
    assert_eq!(contrast["claim"], "both_start_at_once");
    assert_eq!(contrast["seen"]["rows"], json!([row("job 0", 0, 20), late]), "{written}");
    assert_eq!(contrast["reference"]["rows"], json!([row("job 0", 0, 20), row("job 1", 0, 10)]), "{written}");

    for (changed, words) in [
        (
            written.replacen("\"ended_ms\":30", "\"ended_ms\":31", 1),
            "overlap__awaits_each does not look as it says",
        ),
        (
            written.replacen("Awaits the one", "Awaits this one", 1),
            "overlap__awaits_each does not look as it says",
        ),
        ("{ \"overlap\": [] }".to_owned(), "overlap has no picture, and could have one"),
        ("{ \"other\": [] }".to_owned(), "it does not name the level overlap"),
        ("{ \"overlap\": [], \"other\": [] }".to_owned(), "there is no level other any more"),
    ] {
        assert_ne!(changed, written);
        sample.write(TIMELINES, &changed);
        let ran = sample.run(&["verify", "pair::overlap"]);
        let renew = "`cargo kata verify --write-timelines pair` renews it";
        assert!(
            ran.code == Some(1) && ran.out.contains(words) && ran.out.contains(renew),
            "{words}: {ran:#?}"
        );
    }
    [WRONG, TIMELINES, "katas/mistakes/pair.txt"].iter().for_each(|path| sample.remove(path));
}
