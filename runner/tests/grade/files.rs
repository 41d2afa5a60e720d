//! Files that are not what the kit handed out: each is graded for what it is, says so, and stops no other.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::kit::{grade, graded, level, reasons, reference, said, stub, submission, write};

fn hand_in(folder: &Path, name: &str, text: &str) {
    write(&folder.join(name).join("katas/tiny.rs"), text);
}

fn note(submission: &Value) -> &str {
    submission["katas"][0]["note"].as_str().unwrap_or_default()
}

/// What an editor or a shell wants at the beginning of a file moves nothing in it. Three bytes more are
/// enough to cut a level in two, or a character.
#[test]
fn a_mark_at_the_beginning_of_a_file_changes_no_grade() {
    let folder = tempfile::tempdir().expect("a folder");
    let right = reference();
    let broken = right.replace("numbers.iter().sum()", "\"no number\"");
    let broken = broken.replace("/// Two numbers.", "// and so on…\n/// Two numbers.");
    assert!(broken.contains("no number") && broken.contains('…'));
    let with_crlf = |text: &str| text.replace('\n', "\r\n");
    for (name, before) in
        [("bom", "\u{feff}"), ("shell", "#!/usr/bin/env -S cargo +é\n"), ("both", "\u{feff}#!/x\n")]
    {
        hand_in(folder.path(), &format!("{name}-right"), &format!("{before}{right}"));
        hand_in(folder.path(), &format!("{name}-broken"), &format!("{before}{broken}"));
        hand_in(folder.path(), &format!("{name}-broken-crlf"), &with_crlf(&format!("{before}{broken}")));
        hand_in(folder.path(), &format!("{name}-untouched"), &format!("{before}{}", stub()));
        hand_in(
            folder.path(),
            &format!("{name}-let-off"),
            &with_crlf(&format!("{before}#![allow(clippy::all)]\n{right}")),
        );
    }
    let (code, grade) = graded(&[folder.path().to_str().expect("text")]);
    assert_eq!(code, Some(1), "{grade:#}");
    for name in ["bom", "shell", "both"] {
        let of = |what: &str| submission(&grade, &format!("{name}-{what}"));
        assert_eq!(of("right")["points"], 5, "{:#}", of("right"));
        assert_eq!(of("let-off")["points"], 5, "{:#}", of("let-off"));
        for broken in [of("broken"), of("broken-crlf")] {
            assert_eq!(reasons(level(broken, "total")), ["compile_error"], "{broken:#}");
            assert_eq!(reasons(level(broken, "pair")), ["ok"], "{broken:#}");
        }
        assert_eq!(reasons(level(of("untouched"), "total")), ["not_started"]);
    }
}

/// The levels may be right, and have their points. That the file does not compile is said all the same.
#[test]
fn a_file_that_does_not_compile_as_it_was_handed_in_is_said_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let half = "\nfn half_a_helper( {\n";
    hand_in(folder.path(), "behind_right_levels", &format!("{}{half}", reference()));
    hand_in(folder.path(), "behind_stubs", &format!("{}{half}", stub()));
    let helper = "\nfn unused() -> u64 {\n    \"no number\"\n}\n";
    hand_in(folder.path(), "a_helper_nobody_calls", &format!("{}{helper}", reference()));
    hand_in(folder.path(), "right", &reference());
    let table = folder.path().join("out/points.csv");
    let page = folder.path().join("out/class.html");
    let (table_report, page_report) =
        (format!("csv={}", table.display()), format!("html={}", page.display()));
    let many = folder.path().to_str().expect("text");
    let (code, grade) = graded(&[many, "--report", &table_report, "--report", &page_report]);
    assert_eq!(code, Some(1), "{grade:#}");
    for (name, points, line, reason) in [
        ("behind_right_levels", 5, reference().lines().count() + 2, "ok"),
        ("behind_stubs", 0, stub().lines().count() + 2, "not_started"),
        ("a_helper_nobody_calls", 5, reference().lines().count() + 3, "ok"),
    ] {
        let one = submission(&grade, name);
        assert_eq!((&one["points"], reasons(level(one, "total"))), (&points.into(), vec![reason.to_owned()]));
        let said = note(one);
        let place = format!("katas/tiny.rs:{line}: does not compile: ");
        assert!(said.starts_with("katas/tiny.rs does not compile as it was handed in"), "{name}: {said}");
        assert!(said.contains(&place), "{name}: {said} does not hold {place}");
    }
    let right = submission(&grade, "right");
    assert_eq!((note(right), right["points"].as_u64()), ("", Some(5)));
    let schema = fs::read_to_string(crate::kit::root().join("docs/grade.schema.json")).expect("a schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert!(jsonschema::validator_for(&schema).expect("a schema").is_valid(&grade));
    for report in [table, page] {
        let text = fs::read_to_string(report).expect("a report");
        assert_eq!(text.matches("does not compile as it was handed in").count(), 3, "{text}");
    }

    // By itself, on the terminal: nobody takes full points for a file that compiles.
    let alone = grade_of(&folder.path().join("behind_right_levels"));
    assert_eq!(alone.0, Some(1));
    assert!(
        alone.1.contains("does not compile as it was handed in") && alone.1.contains("5/5"),
        "{}",
        alone.1
    );
    assert!(alone.1.contains("0 of 1 passed everything"), "{}", alone.1);
}

fn grade_of(path: &Path) -> (Option<i32>, String) {
    let output = grade(&[path.to_str().expect("text")]);
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// As Moodle hands it over: a folder for each student, and in it what was uploaded.
#[test]
fn a_folder_for_each_student_with_an_archive_in_it() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let zip = |path: &str, name: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let mut archive = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(reference().as_bytes()).expect("an entry");
        archive.finish().expect("an archive");
    };
    zip("Ada Lovelace_17_assignsubmission_file_/katas.zip", "katas/tiny.rs");
    zip("Bob_18_assignsubmission_file_/my katas.zip", "repo-main/katas/tiny.rs");
    zip("Cid_19_assignsubmission_file_/one.zip", "katas/tiny.rs");
    zip("Cid_19_assignsubmission_file_/two.zip", "katas/tiny.rs");
    write(&folder.path().join("Dan_20_assignsubmission_file_/tiny.rs"), &reference());
    write(&folder.path().join("Eve_21_assignsubmission_onlinetext_/onlinetext.html"), "<p>later</p>");
    write(&folder.path().join("Fay_22_assignsubmission_file_/katas.rar"), "Rar!");
    let (code, grade) = graded(&[folder.path().to_str().expect("text")]);
    assert_eq!(code, Some(1));
    for name in ["Ada Lovelace_17", "Bob_18", "Dan_20"] {
        let one = submission(&grade, &format!("{name}_assignsubmission_file_"));
        assert_eq!(one["points"], 5, "{one:#}");
    }
    for (name, problem) in [
        ("Cid_19_assignsubmission_file_", "holds more than one archive, and no katas/"),
        ("Eve_21_assignsubmission_onlinetext_", "holds no katas: there is no katas/ in it"),
    ] {
        assert_eq!(submission(&grade, name)["problem"], format!("{name} {problem}"));
    }
    let problem = &submission(&grade, "Fay_22_assignsubmission_file_")["problem"];
    assert_eq!(problem, "katas.rar is neither a .zip nor a .tar.gz");
    // Where the grader keeps submissions is in no report.
    let place = folder.path().to_str().expect("text");
    assert!(!grade.to_string().contains(place), "{grade:#}");
}

/// A file among the folders may be somebody's whole answer.
#[test]
fn what_is_no_submission_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    hand_in(folder.path(), "alice", &reference());
    for name in [
        "bob.rs",
        "grades.csv",
        "_old/katas/tiny.rs",
        ".cid/katas/tiny.rs",
        ".dan.zip",
        ".eve.rs",
        // What systems and tools put there.
        ".DS_Store",
        ".gitignore",
        ".git/katas",
        "._alice.zip",
        "__MACOSX/katas/tiny.rs",
    ] {
        write(&folder.path().join(name), "");
    }
    let output = grade(&[folder.path().to_str().expect("text")]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let stderr = String::from_utf8_lossy(&output.stderr);
    let warning = stderr.lines().find(|line| line.starts_with("warning: ignored in ")).unwrap_or_default();
    assert!(warning.ends_with(": .cid, .dan.zip, .eve.rs, _old, bob.rs, grades.csv"), "{stderr}");
}

/// What cannot be graded is refused before the grader prepares anything.
#[test]
fn a_mistake_on_the_command_line_costs_no_time() {
    let folder = tempfile::tempdir().expect("a folder");
    hand_in(folder.path(), "alice", &reference());
    let many = folder.path().to_str().expect("text");
    for (arguments, sentence) in [
        (vec!["../nosuchdir"], "../nosuchdir does not exist"),
        (vec![many, "/nowhere/bob"], "/nowhere/bob does not exist"),
        (vec![many, "--shard", "1/2"], "--shard needs a --seed, the same for all shards"),
    ] {
        let output = grade(&arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains(sentence) && !stderr.contains("preparing"), "{stderr}");
        assert_eq!((stderr.lines().count(), output.stdout.len()), (1, 0), "{stderr}");
    }
}
