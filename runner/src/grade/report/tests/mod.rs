//! Reports on a class that is made up, since nobody's real class has all in it that may come.

mod pages;

use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};
use verdict::width::columns;

use super::{Report, terminal};
use crate::grade::results::class::{Class, Results, Tally};
use crate::grade::results::clean;
use crate::grade::results::model::{Graded, Head};

const PICTURE: &str = "            0         10        20 ms\n  job 0     ██████████\n";
const ONE_BY_ONE: &str =
    "awaiting one after the other: their times add up, since a future that is not polled does nothing";
const DETACHED: &str = "jobs held by plain JoinHandles: dropping a handle detaches its task";
/// All that a browser, a terminal, a spreadsheet or a reader's eye might obey.
const HOSTILE: &str = "</style></pre></svg><script>alert(1)</script><img src=x onerror=alert(1)>\
    <a href='javascript:alert(1)'>x</a>\"'--> ]]> &lt;b&gt; <!-- {{x}} ${x}";
const HIDDEN: &str = "\u{202e}\u{2066}\u{1b}[31m\u{0}\u{7}\u{feff}";

/// A claim that holds.
fn holds(id: &str) -> Value {
    json!({ "id": id, "status": "pass", "reason": "ok", "message": "", "timeline": null, "ms": 20 })
}

fn fails(id: &str, reason: &str, message: &str) -> Value {
    json!({ "id": id, "status": "fail", "reason": reason, "message": message, "timeline": null, "ms": 0 })
}

/// A claim that fails as the kit says it, with a drawn timeline.
fn told(id: &str, headline: &str, cause: &str, row: &str) -> Value {
    let row = json!({ "name": row, "called_ms": 0, "started_ms": 0, "ended_ms": 10, "end": "finished",
        "marks_ms": [5], "note": "" });
    let timeline = json!({ "text": PICTURE, "end_ms": 20, "more": 0, "rows": [row] });
    json!({ "id": id, "status": "fail", "reason": "assert", "headline": headline, "expected": "20 ms",
        "seen": "30 ms", "cause": cause, "lesson": "katas/tiny.md, \"total\"", "message": "laid out",
        "timeline": timeline, "ms": 20 })
}

/// A submission with these claims of the levels `total` (3 points) and `pair` (2 points).
fn submission(name: &str, total: Vec<Value>, pair: Vec<Value>) -> Value {
    let worth = |claims: &[Value], points: u32| {
        if claims.iter().all(|claim| claim["status"] == "pass") { points } else { 0 }
    };
    let (of_total, of_pair) = (worth(&total, 3), worth(&pair, 2));
    let levels = json!([
        { "name": "total", "points": of_total, "max_points": 3, "claims": total },
        { "name": "pair", "points": of_pair, "max_points": 2, "claims": pair },
    ]);
    let points = of_total + of_pair;
    json!({ "name": name, "points": points, "max_points": 5,
        "katas": [{ "name": "tiny", "points": points, "max_points": 5, "levels": levels }] })
}

const CLAIMS: [&str; 3] =
    ["tiny::total::it_adds", "tiny::total::it_waits::case_1_short", "tiny::total::it_waits::case_2_long"];

fn total(change: impl Fn(&str) -> Value) -> Vec<Value> {
    CLAIMS.map(change).to_vec()
}

fn pair() -> Vec<Value> {
    vec![holds("tiny::pair::both_run")]
}

fn class(submissions: &[Value]) -> Value {
    json!({
        "version": 2, "seed": 7, "kit": "tokio-katas 0.1.0 (0123)", "toolchain": "rustc 1.95.0",
        "sandbox": { "claims": "sealed", "layers": { "seal": true } },
        "self_check": "passed",
        "limits": { "claim_seconds": 4.0, "submission_seconds": 300, "claim_memory_mib": 1024,
            "output_mib": 16, "compile_seconds": 20, "compile_memory_mib": 4096 },
        "katas": [{ "name": "tiny", "max_points": 5, "levels": [
            { "name": "total", "max_points": 3 }, { "name": "pair", "max_points": 2 }] }],
        "submissions": submissions,
    })
}

/// Seven who differ in all that a page tells apart.
fn seven() -> Value {
    let late = |id: &str| told(id, "it ended 10 ms too late", ONE_BY_ONE, "job 0");
    let not_started =
        |id: &str| fails(id, "not_started", "not started yet: katas/tiny.rs:3 is still todo!()");
    let hostile = |id: &str| {
        let mut claim = told(id, &format!("your code panicked: {HOSTILE}{HIDDEN}"), DETACHED, HOSTILE);
        claim["timeline"]["rows"][0]["note"] = format!("{HOSTILE}{HIDDEN}").into();
        claim
    };
    let waits =
        |id: &str, fail: &dyn Fn(&str) -> Value| if id.contains("it_waits") { fail(id) } else { holds(id) };
    let mut nobody = submission(
        "nobody",
        total(|id| fails(id, "bad_submission", "=cmd|' /C calc'!A0 holds no katas")),
        vec![fails("tiny::pair::both_run", "bad_submission", "=cmd|' /C calc'!A0 holds no katas")],
    );
    nobody["problem"] = "=cmd|' /C calc'!A0 holds no katas".into();
    let one_by_one = |name: &str| {
        let mut known = submission(name, total(|id| waits(id, &late)), pair());
        known["katas"][0]["levels"][0]["diagnosis"] = json!({ "claim": CLAIMS[2], "cause": ONE_BY_ONE,
            "family": { "name": "one_by_one", "idea": "one after the other", "lesson": "katas/tiny.md" } });
        known
    };
    class(&[
        submission("alice", total(holds), pair()),
        one_by_one("bob"),
        one_by_one("carol"),
        submission("dave, \"d\"", total(not_started), vec![not_started("tiny::pair::both_run")]),
        submission(&format!("=eve{HOSTILE}"), total(hostile), pair()),
        submission(
            "+frank",
            total(|id| {
                fails(id, "compile_error", "katas/tiny.rs:3: does not compile\n\nerror[E0308]\n  <b>")
            }),
            pair(),
        ),
        nobody,
    ])
}

/// The submissions of a class, in memory.
struct Made(Vec<Graded>);

impl Results for Made {
    fn number(&self) -> usize {
        self.0.len()
    }

    fn read(&self, place: usize) -> Result<Graded> {
        Ok(self.0[place].clone())
    }
}

/// Takes the words of submissions in as a run of the grader does.
fn cleaned(mut graded: Graded) -> Graded {
    graded.name = clean::name(&graded.name);
    for level in graded.katas.iter_mut().flat_map(|kata| &mut kata.levels) {
        level.claims = level.claims.drain(..).map(clean::verdict).collect();
    }
    graded
}

/// Writes a report on a class, and what the terminal says with `top` entries of each list.
fn write(class: &Value, format: &str, file: &Path, top: Option<usize>) -> String {
    let head: Head = serde_json::from_value(class.clone()).expect("a head");
    let all: Vec<Graded> = serde_json::from_value(class["submissions"].clone()).expect("submissions");
    let made = Made(all.into_iter().map(cleaned).collect());
    let mut tally = Tally::default();
    made.0.iter().for_each(|graded| tally.add(graded));
    let class = Class::new(&head, tally, &made);
    let report: Report = format!("{format}={}", file.display()).parse().expect("a report");
    report.write(&class).expect("a file");
    let mut said = Vec::new();
    terminal::render(&class, top, &mut said).expect("memory");
    anstream::adapter::strip_str(&String::from_utf8(said).expect("UTF-8")).to_string()
}

/// The report of a format on a class, and what the terminal says.
fn report(class: &Value, format: &str, top: Option<usize>) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report");
    let said = write(class, format, &file, top);
    (fs::read_to_string(&file).expect("a report"), said)
}

/// Five hundred claims, of which a hundred fail, each with words of its own.
fn long(name: &str, message: &str) -> Value {
    let claim = |nth: usize| {
        let id = format!("tiny::total::a_claim_with_a_name_as_long_as_they_are_{nth}");
        if nth.is_multiple_of(5) {
            fails(&id, "assert", &format!("{nth} {name} {message}"))
        } else {
            holds(&id)
        }
    };
    submission(name, (0..500).map(claim).collect(), pair())
}

/// On a terminal a problem that does not fit ends behind a word, and says that there is more.
#[test]
fn a_table_with_korean_names_is_straight() {
    let folder = tempfile::tempdir().expect("a folder");
    let class = class(&["김민수-제출물", "ann", "日本語"].map(|name| submission(name, total(holds), pair())));
    let shown = write(&class, "json", &folder.path().join("grade.json"), None);
    let points: Vec<usize> =
        shown.lines().filter_map(|line| line.find("5/5").map(|at| columns(&line[..at]))).collect();
    // Seven letters of two columns and one of one, a gap, and the points to the right in seven.
    assert_eq!(points, [13 + 2 + 4; 3], "{shown}");
    let long = "김".repeat(60);
    let class =
        self::class(&[submission(&long, total(holds), pair()), submission("ann", total(holds), pair())]);
    let shown = write(&class, "json", &folder.path().join("grade.json"), None);
    assert!(shown.lines().all(|line| columns(line) <= 80), "{shown}");
}

#[test]
fn a_problem_is_not_cut_in_the_middle_of_a_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let problem =
        "katas.zip is not a .zip that can be read: invalid Zip archive: Could not find the end of it";
    let bad = |name: &str| {
        let mut bad = submission(name, total(holds), pair());
        bad["problem"] = problem.into();
        bad
    };
    for name in ["ann", "a name that is longer than others are", &"n".repeat(90)] {
        let class = class(&[bad(name), submission("bob", total(holds), pair())]);
        let shown = write(&class, "json", &folder.path().join("grade.json"), None);
        let line = shown.lines().next().expect("a row");
        assert!(line.chars().count() <= 80, "{line}");
        let said =
            line.split_once("katas.zip").map(|(_, rest)| format!("katas.zip{rest}")).expect("a problem");
        let said = said.strip_suffix(" ...").expect("there is more");
        assert!(problem.starts_with(&format!("{said} ")), "{said}");
    }
    let shown = write(&class(&[bad("ann")]), "json", &folder.path().join("grade.json"), None);
    let unfolded = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unfolded.contains(problem) && shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
}
