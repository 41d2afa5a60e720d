//! A kit with one tiny kata, in which the grader is tried out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

/// The root of the real kit.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner stands in the kit").to_owned()
}

pub fn attacks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks")
}

pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes a file and the folders above it. One that is already so keeps its time stamp.
pub fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        return write(to, &read(from));
    }
    for entry in fs::read_dir(from).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        copy(&from.join(&name), &to.join(&name));
    }
}

/// Cargo's target folder, so that what is compiled for the kit serves here too.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a folder in the target folder").to_owned()
}

/// The tiny kit, ready to grade: its self-check has passed.
pub fn kit() -> &'static Path {
    static KIT: OnceLock<PathBuf> = OnceLock::new();
    KIT.get_or_init(|| {
        let kit = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grade-kit");
        for name in
            ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "src", "runner/Cargo.toml", "ui/Cargo.toml"]
        {
            copy(&root().join(name), &kit.join(name));
        }
        // Targets that the manifests name; nobody builds them here.
        let empty =
            ["runner/src/main.rs", "examples/tour.rs", "tests/kit/main.rs", "ui/lib.rs", "ui/tests/proof.rs"];
        for name in empty {
            write(&kit.join(name), "fn main() {}\n");
        }
        copy(&attacks().join("kit"), &kit);
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("katas/tiny.rs"), &reference());
        let output = command(&kit, &[folder.path().to_str().expect("plain text")]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        kit
    })
}

pub fn reference() -> String {
    read(&attacks().join("kit/answers/tiny/reference.rs"))
}

pub fn stub() -> String {
    read(&attacks().join("kit/answers/tiny/stub.rs"))
}

fn command(kit: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kata"));
    command.arg("grade").args(arguments).current_dir(kit).env("CARGO_TARGET_DIR", target());
    command
}

/// `cargo kata grade ARGUMENTS` in the tiny kit, ready to start.
pub fn grader(arguments: &[&str]) -> Command {
    command(kit(), arguments)
}

/// `cargo kata grade ARGUMENTS` in the tiny kit.
pub fn grade(arguments: &[&str]) -> Output {
    grader(arguments).output().expect("it runs")
}

/// What it wrote, for the message of a failed test.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The exit code and the JSON report of a run.
pub fn graded(arguments: &[&str]) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("grade.json");
    let report = format!("json={}", file.display());
    let output = grade(&[arguments, &["--report", &report]].concat());
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{error}: {}", said(&output)));
    (output.status.code(), serde_json::from_str(&text).expect("JSON"))
}

/// The submission of that name.
pub fn submission<'a>(grade: &'a Value, name: &str) -> &'a Value {
    let all = grade["submissions"].as_array().expect("submissions");
    all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name} in {grade:#}"))
}

/// A level of the tiny kata.
pub fn level<'a>(submission: &'a Value, name: &str) -> &'a Value {
    let levels = submission["katas"][0]["levels"].as_array().expect("levels");
    levels.iter().find(|level| level["name"] == name).unwrap_or_else(|| panic!("no {name} in {submission:#}"))
}

/// The reasons of a level's claims that do not hold, each once; `ok` if all do.
pub fn reasons(level: &Value) -> Vec<String> {
    let claims = level["claims"].as_array().expect("claims");
    assert!(!claims.is_empty(), "{level:#}");
    let failed = claims.iter().filter(|claim| claim["status"] != "pass");
    let mut reasons: Vec<String> =
        failed.map(|claim| claim["reason"].as_str().expect("a reason").to_owned()).collect();
    reasons.sort();
    reasons.dedup();
    if reasons.is_empty() { vec!["ok".to_owned()] } else { reasons }
}
