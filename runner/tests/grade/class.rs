//! What a class costs: no memory for each submission, and nothing for a text that was judged before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::kit::{graded, grader, level, read, reasons, reference, said, stub, submission, write};

/// A class of which nobody has handed in anything.
fn empty_class(folder: &Path, submissions: usize) {
    for number in 0..submissions {
        fs::create_dir_all(folder.join(format!("student-{number}"))).expect("a folder");
    }
}

/// The most memory in KiB that the grader itself ever had while it graded `many`.
fn peak(many: &Path, out: &Path) -> u64 {
    peak_of(grader(&[many.to_str().expect("text")]), &["json", "junit", "gradescope", "markdown", "csv"], out)
}

/// The most memory in KiB that a program ever had while it wrote these reports.
fn peak_of(mut grader: Command, formats: &[&str], out: &Path) -> u64 {
    for format in formats {
        grader.arg("--report").arg(format!("{format}={}", out.join(format).display()));
    }
    let mut grader = grader.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let status = format!("/proc/{}/status", grader.id());
    let mut most = 0;
    while grader.try_wait().expect("a child").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(now.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(most > 0, "the grader says nothing of its memory");
    most
}

#[test]
fn a_hundred_times_the_class_takes_no_more_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let (few, many) = (folder.path().join("few"), folder.path().join("many"));
    empty_class(&few, 10);
    empty_class(&many, 1000);
    let (of_few, of_many) = (peak(&few, &folder.path().join("1")), peak(&many, &folder.path().join("2")));
    println!("10 submissions: {of_few} KiB, 1000: {of_many} KiB");
    // A name and a key for each, and Markdown up to its 1 MiB.
    assert!(of_many < of_few + 6000, "10 submissions: {of_few} KiB, 1000: {of_many} KiB");
    let report = read(&folder.path().join("2/json"));
    assert_eq!(report.matches("\"problem\"").count(), 1000);
}

/// Reports of 64 shards, made of the one submission in `report`, `each` times in each shard.
fn shards(report: &Value, each: usize, folder: &Path) -> Vec<PathBuf> {
    fs::create_dir_all(folder).expect("a folder");
    let name = |nth: usize| format!("student-{nth:06}");
    let mut hasher = Sha256::new();
    for name in (0..64 * each).map(name) {
        hasher.update((name.len() as u64).to_le_bytes());
        hasher.update(name);
    }
    let class: String = hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let shard = |number: usize| {
        let one = |nth: usize| {
            let mut one = report["submissions"][0].clone();
            one["name"] = name(64 * nth + number - 1).into();
            one
        };
        let mut shard = report.clone();
        shard["shard"] = json!({ "number": number, "of": 64, "class": class });
        shard["submissions"] = (0..each).map(one).collect();
        let path = folder.join(format!("{number}.json"));
        fs::write(&path, shard.to_string()).expect("a file");
        path
    };
    (1..=64).map(shard).collect()
}

#[test]
fn ten_times_the_class_takes_no_more_memory_to_merge() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("one/tiny.rs"), &stub());
    let (_, report) = graded(&[folder.path().join("one").to_str().expect("text")]);
    let peak = |each: usize| {
        let out = folder.path().join(each.to_string());
        let mut merge = Command::new(env!("CARGO_BIN_EXE_kata-grade"));
        merge.arg("merge").args(shards(&report, each, &out));
        let peak = peak_of(merge, &["json", "html", "csv"], &out);
        assert_eq!(read(&out.join("csv")).lines().count(), 64 * each + 1);
        peak
    };
    let (of_few, of_many) = (peak(3), peak(30));
    println!("64 shards of 3 submissions: {of_few} KiB, of 30: {of_many} KiB");
    assert!(of_many < of_few + 2000, "64 shards of 3 submissions: {of_few} KiB, of 30: {of_many} KiB");
}

/// Each report is the old one or the new one, at whatever moment `merge` is killed.
#[test]
fn a_merge_that_is_killed_leaves_no_half_of_a_report() {
    const REPORTS: [&str; 4] = ["json", "html", "csv", "junit"];
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("one/tiny.rs"), &stub());
    let (_, report) = graded(&[folder.path().join("one").to_str().expect("text")]);
    let (shards, out) = (shards(&report, 5, &folder.path().join("shards")), folder.path().join("out"));
    let merge = |temporary: &Path| {
        let mut merge = Command::new(env!("CARGO_BIN_EXE_kata-grade"));
        merge.arg("merge").args(&shards).env("TMPDIR", temporary).stdout(Stdio::null()).stderr(Stdio::null());
        for format in REPORTS {
            merge.arg("--report").arg(format!("{format}={}", out.join(format).display()));
        }
        merge.spawn().expect("it starts")
    };
    let reports = || REPORTS.map(|format| read(&out.join(format)));
    assert_eq!(merge(folder.path()).wait().expect("it ends").code(), Some(1));
    let whole = reports();
    let mut kills = 0;
    loop {
        REPORTS.iter().for_each(|format| fs::write(out.join(format), "old").expect("a file"));
        let mut killed = merge(folder.path());
        std::thread::sleep(Duration::from_millis(15) * (kills + 1));
        if killed.try_wait().expect("a child").is_some() {
            break;
        }
        killed.kill().expect("it is there");
        killed.wait().expect("it ends");
        for ((seen, whole), format) in reports().iter().zip(&whole).zip(REPORTS) {
            assert!(seen == "old" || seen == whole, "{format} is neither the old report nor the new one");
        }
        kills += 1;
    }
    assert!(kills > 3, "it was killed {kills} times only");
    assert!(reports() == whole, "what is merged after that is not the same");
}

#[test]
fn a_text_is_judged_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..10 {
        let text = if number % 2 == 0 { reference() } else { stub() };
        write(&folder.path().join(format!("many/student-{number}/tiny.rs")), &text);
    }
    let many = folder.path().join("many");
    let json = format!("json={}", folder.path().join("grade.json").display());
    let output =
        grader(&[many.to_str().expect("text"), "--jobs", "3", "--report", &json]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("8 katas had the text of one that was judged already"),
        "{}",
        said(&output)
    );
    let grade = serde_json::from_str(&read(&folder.path().join("grade.json"))).expect("JSON");
    for number in 0..10 {
        let one = submission(&grade, &format!("student-{number}"));
        let (points, reason) = if number % 2 == 0 { (5, "ok") } else { (0, "not_started") };
        assert_eq!((&one["points"], reasons(level(one, "total"))), (&points.into(), vec![reason.to_owned()]));
    }
}
