//! A run that was interrupted or killed goes on where it stopped, and ends as if nothing had happened.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::kit::{grader, read, reference, said, submission, write};

/// The reports of a run, by format, and their files.
const REPORTS: [(&str, &str); 4] =
    [("json", "grade.json"), ("html", "grade.html"), ("csv", "grade.csv"), ("junit", "grade.xml")];

/// A class of four right submissions, no two of one text, graded in a work folder of its own.
struct Class {
    folder: tempfile::TempDir,
}

impl Class {
    fn new() -> Class {
        let class = Class { folder: tempfile::tempdir().expect("a folder") };
        for name in ["alice", "bob", "carol", "dave"] {
            class.hand_in(name, &format!("{}\n// by {name}\n", reference()));
        }
        class
    }

    fn hand_in(&self, name: &str, text: &str) {
        write(&self.folder.path().join("many").join(name).join("katas/tiny.rs"), text);
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let many = self.folder.path().join("many");
        let mut grader = grader(&[many.to_str().expect("text"), "--jobs", "1"]);
        grader.args(arguments).arg("--work").arg(self.work());
        for (format, file) in REPORTS {
            grader.arg("--report").arg(format!("{format}={}", self.folder.path().join(file).display()));
        }
        grader.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    }

    /// The bytes of all reports, and of those on the terminal.
    fn reports(&self, output: &Output) -> Vec<Vec<u8>> {
        let file = |(_, file): (&str, &str)| fs::read(self.folder.path().join(file)).expect("a report");
        REPORTS.map(file).into_iter().chain([output.stdout.clone()]).collect()
    }

    fn report(&self) -> Value {
        serde_json::from_str(&read(&self.folder.path().join("grade.json"))).expect("JSON")
    }

    /// Starts grading and stops it with this signal as soon as something is graded.
    fn stop(&self, signal: i32) -> Output {
        let mut grader = self.start(&[]);
        wait_for(|| !self.results().is_empty(), &mut grader);
        let id = i32::try_from(grader.id()).expect("a process");
        // SAFETY: it sends a signal to a child that was not waited for.
        assert_eq!(unsafe { libc::kill(id, signal) }, 0);
        grader.wait_with_output().expect("it ends")
    }

    /// The results that are kept.
    fn results(&self) -> Vec<PathBuf> {
        let runs = fs::read_dir(self.work()).into_iter().flatten().flatten();
        let files = runs.flat_map(|run| fs::read_dir(run.path()).into_iter().flatten().flatten());
        let results = files.map(|file| file.path()).filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with("submission-") && name.ends_with(".json")
        });
        results.collect()
    }
}

fn wait_for(done: impl Fn() -> bool, grader: &mut Child) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(120), "it does not get there");
        assert!(grader.try_wait().expect("a child").is_none(), "it ended too soon");
        thread::sleep(Duration::from_millis(2));
    }
}

fn names(report: &Value) -> Vec<&str> {
    report["submissions"]
        .as_array()
        .expect("submissions")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect()
}

#[test]
fn ctrl_c_keeps_what_is_graded() {
    let class = Class::new();
    let stopped = class.stop(libc::SIGINT);
    assert_eq!(stopped.status.code(), Some(130), "{}", said(&stopped));
    let stderr = String::from_utf8_lossy(&stopped.stderr);
    let last = stderr.lines().last().unwrap_or_default();
    let kept = class.results().len();
    let sentence = format!(
        "interrupted with {kept} of 4 submissions graded: run the same command with --resume to go on"
    );
    assert_eq!(last, sentence, "{stderr}");
    assert!(0 < kept && kept < 4 && stopped.stdout.is_empty(), "{}", said(&stopped));
    assert!(!class.folder.path().join("grade.json").exists());

    // One hands in anew, and all else stays.
    class.hand_in("alice", "no Rust");
    let resumed = class.start(&["--resume"]).wait_with_output().expect("it ends");
    assert_eq!(resumed.status.code(), Some(1), "{}", said(&resumed));
    let report = class.report();
    assert_eq!(names(&report), ["alice", "bob", "carol", "dave"]);
    assert_eq!(submission(&report, "alice")["points"], 0, "what changed is graded anew");
    assert!(["bob", "carol", "dave"].iter().all(|name| submission(&report, name)["points"] == 5));
    assert_eq!(left_in(&class.work()), Vec::<String>::new(), "nothing is left behind");
}

#[test]
fn a_run_that_was_killed_ends_as_if_it_had_not_been() {
    let class = Class::new();
    let killed = class.stop(libc::SIGKILL);
    assert_eq!(killed.status.code(), None, "{}", said(&killed));
    let kept = class.results();
    let half = fs::read(&kept[0]).expect("a result");
    fs::write(&kept[0], &half[..half.len() / 2]).expect("a file");

    let resumed = class.start(&["--resume"]).wait_with_output().expect("it ends");
    assert_eq!(resumed.status.code(), Some(0), "{}", said(&resumed));
    let report = class.report();
    let seed = report["seed"].to_string();
    if kept.len() > 1 {
        let before = format!(
            "{} graded before",
            if kept.len() == 2 { "1 submission was" } else { "submissions were" }
        );
        assert!(said(&resumed).contains(&before), "a result that is not whole is none: {}", said(&resumed));
    }
    assert_eq!(left_in(&class.work()), Vec::<String>::new(), "what the killed run left is gone, too");

    // Without a run to go on with, all are graded; with the seed of the other, to the same end.
    let whole = class.start(&["--resume", "--seed", &seed]).wait_with_output().expect("it ends");
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    assert!(said(&whole).contains("found no interrupted run over these submissions"), "{}", said(&whole));
    assert_eq!(class.report(), report);
}

/// Killed after a moment, gone on with and killed a moment later, until nothing is left to do.
#[test]
fn wherever_it_was_killed_it_ends_with_the_same_bytes() {
    let class = Class::new();
    let mut kills = 0;
    let resumed = loop {
        let mut grader = class.start(&["--resume", "--seed", "7"]);
        let start = Instant::now();
        let moment = Duration::from_millis(60) * (kills + 1);
        while start.elapsed() < moment && grader.try_wait().expect("a child").is_none() {
            thread::sleep(Duration::from_millis(2));
        }
        match grader.try_wait().expect("a child") {
            Some(_) => break grader.wait_with_output().expect("it ends"),
            None => grader.kill().expect("it is there"),
        }
        let killed = grader.wait_with_output().expect("it ends");
        assert!(killed.stdout.is_empty(), "nothing is said of a class that is not whole: {}", said(&killed));
        kills += 1;
    };
    assert_eq!(resumed.status.code(), Some(0), "{}", said(&resumed));
    assert!(kills > 3, "it was killed {kills} times only");
    let seen = class.reports(&resumed);
    assert_eq!(left_in(&class.work()), Vec::<String>::new(), "nothing is left behind");
    let whole = class.start(&["--seed", "7"]).wait_with_output().expect("it ends");
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    for ((format, _), (seen, whole)) in
        REPORTS.into_iter().chain([("terminal", "")]).zip(seen.iter().zip(class.reports(&whole)))
    {
        assert!(*seen == whole, "{format} is not the same");
    }
}

/// The folders of runs in a work folder.
fn left_in(work: &Path) -> Vec<String> {
    let entries = fs::read_dir(work).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
