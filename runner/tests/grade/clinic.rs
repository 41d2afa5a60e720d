//! The clinic in a grade: as `cargo test --test treat` judges, and with all that stands between a
//! submission and the machine.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::kit::{clinic_kit, graded_in, read, reference, root, said, submission, write};

/// The reference solutions to each case, of one kind.
fn answers(kind: &str) -> BTreeMap<String, Vec<PathBuf>> {
    let mut answers: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in fs::read_dir(root().join("answers/clinic").join(kind)).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        answers.entry(stem.split("__").next().unwrap_or_default().to_owned()).or_default().push(path);
    }
    answers.values_mut().for_each(|paths| paths.sort());
    answers
}

fn cure(case: &str) -> String {
    read(&answers("cured")[case][0])
}

fn hand_in(folder: &Path, case: &str, text: &str) {
    write(&folder.join("katas/clinic").join(format!("{case}.rs")), text);
}

/// The claim on a case.
fn claim<'a>(submission: &'a Value, case: &str) -> &'a Value {
    let katas = submission["katas"].as_array().expect("katas");
    let clinic = katas.iter().find(|kata| kata["name"] == "clinic").expect("the clinic");
    let levels = clinic["levels"].as_array().expect("levels");
    let level = levels.iter().find(|level| level["name"] == case).expect(case);
    assert_eq!(level["claims"].as_array().map(Vec::len), Some(1), "{level:#}");
    assert_eq!(level["claims"][0]["id"], format!("clinic::{case}::it_is_cured"));
    &level["claims"][0]
}

/// In a crate with all others, and each by itself where it must: every wrong cure is told.
#[test]
fn no_wrong_cure_earns_a_point() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = answers("wrong");
    let rounds = wrong.values().map(Vec::len).max().expect("wrong cures");
    for (case, paths) in &wrong {
        for (round, path) in paths.iter().enumerate() {
            hand_in(&folder.path().join(format!("round {round}")), case, &read(path));
        }
    }
    let (code, grade) =
        graded_in(clinic_kit(), &[folder.path().to_str().expect("text"), "--katas", "clinic"]);
    assert_eq!(code, Some(1));
    for round in 0..rounds {
        let submission = submission(&grade, &format!("round {round}"));
        assert_eq!(submission["points"], 0, "{submission:#}");
        for case in wrong.iter().filter(|(_, paths)| paths.len() > round).map(|(case, _)| case) {
            let claim = claim(submission, case);
            let reason = claim["reason"].as_str().expect("a reason");
            assert!(["assert", "panic", "compile_error", "forbidden_api"].contains(&reason), "{claim:#}");
            let message = claim["message"].as_str().expect("a message");
            assert!(!message.contains("tests/clinic"), "nobody has that file: {message}");
        }
    }
}

/// What a case of one submission ends for.
const TRIED: [(&str, &str, &str, &str); 10] = [
    ("use_after_move", "syntax", "pub fn (", "compile_error"),
    ("moved_in_loop", "exit", "std::process::exit(42)", "forbidden_api"),
    ("rc_not_send", "file", "std::fs::read(\"Cargo.toml\");", "forbidden_api"),
    (
        "rc_across_await",
        "check",
        "include_str!(\"../../tests/clinic/rc_across_await.rs\");",
        "forbidden_input",
    ),
    ("box_dyn_not_send", "probe", "tokio_katas::probe::claim(async {});", "compile_error"),
    ("forgotten_await", "kit", "crate::kit::fail(\"\", \"\");", "compile_error"),
    ("select_not_unpin", "spin", "loop {}", "timeout"),
    ("recursion_needs_box", "unsafe", "unsafe { std::hint::unreachable_unchecked() }", "forbidden_api"),
    (
        "trait_future_not_send",
        "assembler",
        "#[unsafe(naked)] extern \"C\" fn nothing() { core::arch::naked_asm!(\"ret\") } nothing()",
        "forbidden_api",
    ),
    ("dyn_async_trait", "clock", "tokio::time::pause();", "forbidden_api"),
];

/// The cure of `case` with this at the beginning of its first public function.
fn with(case: &str, code: &str) -> String {
    if code == "pub fn (" {
        return format!("{}\n{code}", cure(case));
    }
    let text = cure(case);
    let at = text.find("\npub ").and_then(|from| Some(from + text[from..].find(" {\n")? + 3));
    let at = text.find("\npub async fn").and_then(|from| Some(from + text[from..].find(" {\n")? + 3)).or(at);
    let at = at.expect("a body");
    format!("{}    if std::hint::black_box(true) {{ let _ = {{ {code} }}; }}\n{}", &text[..at], &text[at..])
}

#[test]
fn one_bad_file_touches_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let mixed = folder.path().join("mixed");
    for case in answers("cured").keys() {
        hand_in(&mixed, case, &cure(case));
    }
    for (case, _, code, _) in TRIED {
        hand_in(&mixed, case, &with(case, code));
    }
    // With the mark that some editors write, and nothing else: nobody has touched it.
    let untouched = read(&answers("stub")["guard_across_await"][0]);
    hand_in(&mixed, "guard_across_await", &format!("\u{feff}{untouched}"));
    fs::remove_file(mixed.join("katas/clinic/reference_not_static.rs")).expect("a file");
    fs::remove_file(mixed.join("katas/clinic/borrowed_not_static.rs")).expect("a file");
    let answer = answers("cured")["borrowed_not_static"][0].clone();
    symlink(answer, mixed.join("katas/clinic/borrowed_not_static.rs")).expect("a link");
    // A folder of cures that is not handed in, but pointed at.
    fs::create_dir_all(folder.path().join("linked/katas")).expect("a folder");
    symlink(mixed.join("katas/clinic"), folder.path().join("linked/katas/clinic")).expect("a link");

    let many = folder.path().to_str().expect("text");
    let (code, grade) = graded_in(clinic_kit(), &[many, "--katas", "clinic", "--limit", "1.5"]);
    assert_eq!(code, Some(1));
    let mixed = submission(&grade, "mixed");
    let mut expected: BTreeMap<&str, &str> =
        TRIED.iter().map(|(case, .., reason)| (*case, *reason)).collect();
    expected.insert("guard_across_await", "not_started");
    expected.insert("reference_not_static", "bad_submission");
    expected.insert("borrowed_not_static", "bad_submission");
    let answers = answers("cured");
    for case in answers.keys() {
        let expected = expected.get(case.as_str()).unwrap_or(&"ok");
        assert_eq!(claim(mixed, case)["reason"], *expected, "{:#}", claim(mixed, case));
    }
    assert_eq!(mixed["points"], answers.len() - expected.len());
    let linked = claim(submission(&grade, "linked"), "rc_not_send");
    assert_eq!(linked["message"], "katas/clinic/rc_not_send.rs is in a folder that is a link");
}

/// A class that does not use the clinic has nothing to lose there.
#[test]
fn the_clinic_counts_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let (alice, bob) = (folder.path().join("many/alice"), folder.path().join("many/bob"));
    write(&alice.join("katas/tiny.rs"), &reference());
    write(&bob.join("katas/tiny.rs"), &reference());
    for case in answers("cured").keys() {
        hand_in(&alice, case, &cure(case));
    }
    let points = folder.path().join("points.toml");
    write(&points, "[clinic]\nrc_not_send = 10\n");
    let many = folder.path().join("many");
    let (many, points) = (many.to_str().expect("text"), points.to_str().expect("text"));
    for (arguments, alice, bob, max) in [
        (vec![many], 5, 5, 5),
        (vec![many, "--katas", "all,clinic", "--points", points], 43, 5, 43),
        (vec![many, "--katas", "clinic"], 29, 0, 29),
    ] {
        let (_, grade) = graded_in(clinic_kit(), &arguments);
        for (name, earned) in [("alice", alice), ("bob", bob)] {
            let one = submission(&grade, name);
            assert_eq!((&one["points"], &one["max_points"]), (&earned.into(), &max.into()), "{arguments:?}");
        }
    }
    let output = crate::kit::command(clinic_kit(), &[many, "--katas", "clinics"]).output().expect("it runs");
    assert!(said(&output).contains("no kata is called clinics"), "{}", said(&output));
}
