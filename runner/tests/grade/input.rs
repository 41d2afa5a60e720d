//! Submissions that are not what they should be: one clear sentence for each, and the rest goes on.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::archives::{make_pipe, rename_within, tar_entry, tar_with, zip_of_many, zip_with};
use crate::kit::{grade, graded, grader, level, reasons, reference, said, stub, submission, write};

/// Every form in which a submission may come, and every one in which it may not.
#[test]
fn each_bad_submission_gets_a_sentence_and_touches_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let many = folder.path().join("many");
    let right = reference();
    let at = |name: &str| many.join(name);
    // Good ones.
    write(&at("a_checkout/katas/tiny.rs"), &right);
    write(&at("a_checkout/README.md"), "hello");
    write(&at("a_katas_folder/tiny.rs"), &right);
    write(&at("a_folder_in_a_folder/repo-main/katas/tiny.rs"), &right);
    zip_with(&at("a_zip.zip"), &[("katas/tiny.rs", &right), ("tests/tiny.rs", "no")]);
    zip_with(&at("a_zip_of_a_repo.zip"), &[("repo-main/README.md", ""), ("repo-main/katas/tiny.rs", &right)]);
    tar_with(&at("a_tar.tar.gz"), |archive| {
        tar_entry(archive, "./repo/katas/tiny.rs", tar::EntryType::Regular, &right);
        tar_entry(archive, "./repo/katas/backups/tiny.rs", tar::EntryType::Regular, "no");
    });
    // Bad ones.
    fs::create_dir_all(at("no_katas/src")).expect("a folder");
    fs::create_dir_all(at("empty_katas/katas")).expect("a folder");
    write(&at("a_file_for_katas/katas"), "not a folder");
    fs::create_dir_all(at("linked_file/katas")).expect("a folder");
    let answer = folder.path().join("answer.rs");
    write(&answer, &right);
    symlink(&answer, at("linked_file/katas/tiny.rs")).expect("a link");
    fs::create_dir_all(at("linked_folder")).expect("a folder");
    symlink(at("a_checkout/katas"), at("linked_folder/katas")).expect("a link");
    symlink(at("a_checkout"), at("linked_submission")).expect("a link");
    fs::create_dir_all(at("pipe/katas")).expect("a folder");
    make_pipe(&at("pipe/katas/tiny.rs"));
    make_pipe(&at("pipe_like_a_zip.zip"));
    fs::create_dir_all(at("pipe_within")).expect("a folder");
    make_pipe(&at("pipe_within/katas.tar.gz"));
    fs::create_dir_all(at("link_within")).expect("a folder");
    symlink(at("a_checkout"), at("link_within/repo")).expect("a link");
    fs::create_dir_all(at("linked_zip_within")).expect("a folder");
    symlink(at("a_zip.zip"), at("linked_zip_within/katas.zip")).expect("a link");
    zip_of_many(&at("many_in_a_zip.zip"), 50_001);
    zip_with(&at("two_of_one_name.zip"), &[("katas/tiny.rs", &stub()), ("katas/tinx.rs", &right)]);
    rename_within(&at("two_of_one_name.zip"), "tinx.rs", "tiny.rs");
    tar_with(&at("two_of_one_name_tar.tar.gz"), |archive| {
        tar_entry(archive, "katas/tiny.rs", tar::EntryType::Regular, &stub());
        tar_entry(archive, "katas/tiny.rs", tar::EntryType::Regular, &right);
    });
    tar_with(&at("many_in_a_tar.tar.gz"), |archive| {
        for _ in 0..=50_000 {
            tar_entry(archive, "empty", tar::EntryType::Regular, "");
        }
    });
    fs::create_dir_all(at("folder_for_a_file/katas/tiny.rs")).expect("a folder");
    write(&at("nul/katas/tiny.rs"), "pub fn total() {}\0");
    write(&at("large/katas/tiny.rs"), &"// large\n".repeat(10_000));
    fs::create_dir_all(at("latin/katas")).expect("a folder");
    fs::write(at("latin/katas/tiny.rs"), b"// caf\xe9\n").expect("a file");
    fs::create_dir_all(at("gigabyte/katas")).expect("a folder");
    File::create(at("gigabyte/katas/tiny.rs")).and_then(|file| file.set_len(1 << 30)).expect("a sparse file");
    File::create(at("gigabyte_zip.zip")).and_then(|file| file.set_len(1 << 30)).expect("a sparse file");
    fs::write(at("broken_zip.zip"), "PK\x03\x04 and nothing behind it").expect("a file");
    fs::write(at("broken_tar.tar.gz"), "no gzip").expect("a file");
    fs::write(at("other.rar"), "Rar!").expect("a file");
    zip_with(&at("leads_out.zip"), &[("katas/tiny.rs", &right), ("../../katas/tiny.rs", &right)]);
    zip_with(&at("twice.zip"), &[("one/katas/tiny.rs", &right), ("two/katas/tiny.rs", &right)]);
    zip_with(&at("without.zip"), &[("src/main.rs", "fn main() {}")]);
    tar_with(&at("leads_out_tar.tar.gz"), |archive| {
        tar_entry(archive, "katas/../../../tiny.rs", tar::EntryType::Regular, &right);
    });
    tar_with(&at("absolute.tar.gz"), |archive| {
        tar_entry(archive, "/katas/tiny.rs", tar::EntryType::Regular, &right);
    });
    tar_with(&at("linked_tar.tar.gz"), |archive| {
        tar_entry(archive, "katas/tiny.rs", tar::EntryType::Symlink, "");
    });
    tar_with(&at("bomb.tar.gz"), |archive| {
        let mut header = tar::Header::new_gnu();
        header.set_path("big").expect("a path");
        header.set_size(300 << 20);
        header.set_cksum();
        archive.append(&header, std::io::Read::take(std::io::repeat(0), 300 << 20)).expect("an entry");
        tar_entry(archive, "katas/tiny.rs", tar::EntryType::Regular, &right);
    });

    let (code, grade) = graded(&[many.to_str().expect("plain text")]);
    assert_eq!(code, Some(1));
    for name in ["a_checkout", "a_katas_folder", "a_folder_in_a_folder", "a_zip", "a_zip_of_a_repo", "a_tar"]
    {
        assert_eq!(submission(&grade, name)["points"], 5, "{:#}", submission(&grade, name));
    }
    for (name, sentence) in [
        ("no_katas", "holds no katas"),
        ("empty_katas", "holds none of the katas"),
        ("a_file_for_katas", "its katas is a file, not a folder"),
        ("linked_file", "katas/tiny.rs is a link"),
        ("linked_folder", "its katas/ is a link"),
        ("linked_submission", "linked_submission is a link"),
        ("pipe", "katas/tiny.rs is not a regular file"),
        ("folder_for_a_file", "katas/tiny.rs is not a regular file"),
        ("nul", "katas/tiny.rs holds a NUL character"),
        ("large", "katas/tiny.rs is larger than 64 KiB"),
        ("latin", "katas/tiny.rs is not UTF-8"),
        ("gigabyte", "katas/tiny.rs is larger than 64 KiB"),
        ("gigabyte_zip", "gigabyte_zip.zip is larger than 64 MiB"),
        ("broken_zip", "broken_zip.zip is not a .zip that can be read"),
        ("broken_tar", "broken_tar.tar.gz is not a .tar.gz that can be read"),
        ("other", "other.rar is neither a .zip nor a .tar.gz"),
        ("leads_out", "leads_out.zip holds a path that leads out of it: ../../katas/tiny.rs"),
        ("twice", "more than one katas/"),
        ("without", "holds none of the katas"),
        ("leads_out_tar", "holds a path that leads out of it"),
        ("absolute", "holds a path that leads out of it"),
        ("linked_tar", "katas/tiny.rs is a link"),
        ("bomb", "it holds more than 256 MiB"),
        ("pipe_like_a_zip", "pipe_like_a_zip.zip is not a regular file"),
        ("pipe_within", "katas.tar.gz is not a regular file"),
        ("link_within", "link_within holds a link in the place of a folder or an archive"),
        ("linked_zip_within", "linked_zip_within holds a link in the place of a folder or an archive"),
        ("many_in_a_zip", "many_in_a_zip.zip holds more than 50000 files"),
        ("many_in_a_tar", "many_in_a_tar.tar.gz holds more than 50000 files"),
        ("two_of_one_name", "two_of_one_name.zip holds two files of one name"),
        ("two_of_one_name_tar", "katas/tiny.rs is in the archive twice"),
    ] {
        let one = submission(&grade, name);
        assert_eq!((&one["points"], &one["max_points"]), (&0.into(), &5.into()), "{one:#}");
        for level_name in ["total", "pair"] {
            let level = level(one, level_name);
            assert_eq!(reasons(level), ["bad_submission"], "{one:#}");
            let message = level["claims"][0]["message"].as_str().expect("a message");
            assert!(message.contains(sentence) && message.lines().count() == 1, "{name}: {message}");
        }
    }
}

#[test]
fn two_submissions_of_one_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, other) = (folder.path().join("1/alice"), folder.path().join("2/alice"));
    write(&one.join("katas/tiny.rs"), &reference());
    write(&other.join("katas/tiny.rs"), &reference());
    let (code, grade) = graded(&[one.to_str().expect("text"), other.to_str().expect("text")]);
    assert_eq!(code, Some(1));
    assert_eq!(submission(&grade, "alice")["points"], 5);
    let second = submission(&grade, "alice (2)");
    assert_eq!(second["points"], 0);
    assert!(
        second["problem"]
            .as_str()
            .is_some_and(|why| why.starts_with("an earlier submission is called alice too"))
    );
}

/// Names are shown up to a length, and without letters that nobody sees: that makes no two students one.
#[test]
fn two_names_that_are_shown_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let long = "l".repeat(100);
    for name in [format!("{long}one"), format!("{long}two"), "ann\u{3164}".to_owned(), "ann\u{ad}".to_owned()]
    {
        write(&folder.path().join(name).join("katas/tiny.rs"), &reference());
    }
    let (code, grade) = graded(&[folder.path().to_str().expect("text")]);
    assert_eq!(code, Some(0), "{grade:#}");
    for name in [long.clone(), format!("{long} (2)"), "ann\u{fffd}".to_owned(), "ann\u{fffd} (2)".to_owned()]
    {
        assert_eq!(submission(&grade, &name)["points"], 5, "{name}");
    }
}

#[test]
fn points_katas_and_the_seed_are_the_instructors() {
    let folder = tempfile::tempdir().expect("a folder");
    let alice = folder.path().join("alice");
    write(&alice.join("katas/tiny.rs"), &reference());
    let points = folder.path().join("points.toml");
    write(&points, "[tiny]\ntotal = 40\n");
    let (alice, points) = (alice.to_str().expect("text"), points.to_str().expect("text"));
    let (code, grade) = graded(&[alice, "--points", points, "--katas", "tiny", "--seed", "11"]);
    assert_eq!((code, &grade["seed"]), (Some(0), &11.into()));
    assert_eq!(grade["submissions"][0]["points"], 42);
    assert_eq!(grade["sandbox"]["claims"], "sealed");
    // One layer for each part of the sandbox, so that a report shows which of them a system has.
    let layers = grade["sandbox"]["layers"].as_object().expect("layers");
    for layer in ["compile_limits", "compile_files", "seal", "own_processes", "signal_scope", "ordinary_user"]
    {
        assert!(layers.get(layer).is_some_and(serde_json::Value::is_boolean), "{layer}: {layers:?}");
    }
}

/// Every claim hangs, and the submission's own limit ends it.
#[test]
fn a_submission_has_a_limit_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let sleeps = reference()
        .replace("sleep(Duration::from_millis(10)).await", "std::thread::sleep(Duration::from_secs(3600))");
    write(&folder.path().join("many/alice/katas/tiny.rs"), &sleeps);
    write(&folder.path().join("many/bob/katas/tiny.rs"), &reference());
    let many = folder.path().join("many");
    let start = std::time::Instant::now();
    let (code, grade) =
        graded(&[many.to_str().expect("text"), "--limit", "1000", "--submission-limit", "3", "--jobs", "1"]);
    assert_eq!(code, Some(1));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    let total = level(submission(&grade, "alice"), "total");
    assert_eq!(reasons(total), ["timeout"]);
    let message = total["claims"][0]["message"].as_str().expect("a message");
    assert!(message.contains("the submission has used up its 3 s"), "{message}");
    assert_eq!(submission(&grade, "bob")["points"], 5);
}

/// Where the grader itself cannot do its work: exit code 2, and one sentence.
#[test]
fn what_the_grader_cannot_do_is_no_fault_of_a_submission() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("alice/katas/tiny.rs"), &stub());
    write(&folder.path().join("points.toml"), "[tiny]\nno_level = 1\n");
    let alice = folder.path().join("alice");
    let (alice, points) = (alice.to_str().expect("text"), folder.path().join("points.toml"));
    let below_a_file = format!("json={}/grade.json", points.display());
    for (arguments, sentence) in [
        (vec![alice, "--katas", "nonsense"], "no kata is called nonsense; there are tiny"),
        (vec![alice, "--points", points.to_str().expect("text")], "there is no level tiny::no_level"),
        (
            vec![alice, "--report", "json=/dev/full"],
            "cannot write the report /dev/full: No space left on device",
        ),
        (vec![alice, "--report", &below_a_file], "points.toml/grade.json: Not a directory"),
        (vec![alice, "--report", "json=/proc/nowhere/grade.json"], "cannot write the report /proc/nowhere"),
        (
            vec![alice, "--report", "pdf=x"],
            "the formats are json, junit, classroom50, gradescope, markdown, annotations, html, csv, classroom",
        ),
        (vec![alice, "--work", "/proc/nowhere"], "cannot make /proc/nowhere"),
        (vec![], "SUBMISSION"),
    ] {
        let output = grade(&arguments);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains("error: ") && stderr.contains(sentence), "{stderr}");
    }
}

/// A class may take hours: that its report cannot be written is said before.
#[test]
fn a_report_is_tried_before_anything_is_graded() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("alice/katas/tiny.rs"), &stub());
    let (alice, report) = (folder.path().join("alice"), folder.path().join("reports/of/grade.json"));
    let alice = alice.to_str().expect("text");
    let output = grade(&[alice, "--report", "json=/proc/nowhere/grade.json"]);
    assert!(!said(&output).contains("self-check") && !said(&output).contains("stopped"), "{}", said(&output));

    // Another's that is there is left as it is by a run that comes to nothing, and folders are made only for a report.
    write(&folder.path().join("old.json"), "old");
    let old = format!("json={}", folder.path().join("old.json").display());
    let new = format!("json={}", report.display());
    let output =
        grade(&[alice, "--report", &old, "--report", &new, "--katas", "tiny", "--work", "/proc/nowhere"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(fs::read_to_string(folder.path().join("old.json")).is_ok_and(|text| text == "old"));
    assert!(!folder.path().join("reports").exists());
    let output = grade(&[alice, "--report", &new]);
    assert!(report.exists(), "{}", said(&output));
}

/// What the grader may not read is not taken for an empty submission.
#[test]
fn what_cannot_be_read_is_said_to_be_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (many, alice) = (folder.path().join("many"), folder.path().join("many/alice"));
    write(&alice.join("katas/tiny.rs"), &reference());
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the owner may");
    };
    mode(&alice, 0);
    // Root may read everything.
    if fs::read_dir(&alice).is_err() {
        let (code, report) = graded(&[many.to_str().expect("text")]);
        assert_eq!(code, Some(1));
        let message = report["submissions"][0]["katas"][0]["levels"][0]["claims"][0]["message"].to_string();
        assert!(message.contains("alice cannot be read: Permission denied"), "{message}");
        mode(&many, 0);
        let output = grade(&[many.to_str().expect("text")]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("many: Permission denied"), "{}", said(&output));
        mode(&many, 0o700);
    }
    mode(&alice, 0o700);
}

/// Root says that it knows what that means.
#[test]
fn root_does_not_grade_unless_it_is_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("alice/katas/tiny.rs"), &stub());
    let mut command = grader(&[folder.path().to_str().expect("text")]);
    let arguments: Vec<_> =
        command.get_args().filter(|it| *it != "--as-root").map(|it| it.to_owned()).collect();
    let mut bare = std::process::Command::new(command.get_program());
    bare.args(arguments).current_dir(crate::kit::kit()).env("CARGO_TARGET_DIR", crate::kit::target());
    let output = bare.output().expect("it runs");
    let (_, grade) = graded(&[folder.path().to_str().expect("text")]);
    let notes = grade["sandbox"]["notes"].to_string();
    if grade["sandbox"]["layers"]["ordinary_user"] == true {
        assert_eq!((output.status.code(), notes.contains("root")), (Some(1), false));
        return;
    }
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("add --as-root"), "{}", said(&output));
    assert!(notes.contains("graded as root"), "{notes}");
    assert!(command.output().is_ok_and(|output| said(&output).contains("warning: graded as root")));
}

/// One report that cannot be written keeps no other from it.
#[test]
fn a_report_that_cannot_be_written_is_the_only_one() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("alice/katas/tiny.rs"), &reference());
    let (alice, table) = (folder.path().join("alice"), folder.path().join("points.csv"));
    let report = format!("csv={}", table.display());
    let alice = alice.to_str().expect("text");
    let output = grade(&[alice, "--report", "json=/dev/full", "--report", &report]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot write the report /dev/full"), "{}", said(&output));
    assert!(fs::read_to_string(table).is_ok_and(|table| table.contains("alice,5,5")));
}
