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

/// Copies a file or a folder; `change` has a say in every text.
fn copy(from: &Path, to: &Path, change: &dyn Fn(&Path, String) -> String) {
    if !from.is_dir() {
        return write(to, &change(from, read(from)));
    }
    for entry in fs::read_dir(from).expect("a folder") {
        let name = entry.expect("an entry").file_name();
        copy(&from.join(&name), &to.join(&name), change);
    }
}

/// Cargo's target folder, so that what is compiled for the kit serves here too.
pub fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a folder in the target folder").to_owned()
}

/// The kit in `source` around the real library, at a fixed place.
fn lay_out(name: &str, source: &Path, change: &dyn Fn(&Path, String) -> String) -> PathBuf {
    let kit = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Cargo does not tell two checkouts apart that share a target folder, but for their version.
    let package = |name: &str, version: &str| format!("name = \"{name}\"\nversion = \"{version}\"");
    let other =
        |text: String, of: &str| text.replace(&package(of, "0.1.0"), &package(of, &format!("0.0.0-{name}")));
    let change = |from: &Path, text: String| {
        let text =
            change(from, ["tokio-katas", "tokio-katas-macros", "verdict"].into_iter().fold(text, other));
        if from == root().join("Cargo.toml") { with_members(&text, &source.join("tests")) } else { text }
    };
    let packages =
        ["macros", "src", "verdict", "runner/Cargo.toml", "runner/launcher", "ui/Cargo.toml", "ci-templates"];
    for name in ["Cargo.toml", "rust-toolchain.toml"].into_iter().chain(packages) {
        copy(&root().join(name), &kit.join(name), &change);
    }
    // Targets that the manifests name; nobody builds them here.
    let manifest: toml::Table = toml::from_str(&read(&root().join("Cargo.toml"))).expect("TOML");
    let tests = manifest["test"]
        .as_array()
        .expect("tests")
        .iter()
        .map(|test| test["path"].as_str().expect("its path").to_owned());
    let programs = ["runner/src/lib.rs", "runner/src/bin/kata.rs", "runner/src/bin/kata-grade.rs"];
    let others = ["examples/tour.rs", "examples/service/main.rs", "ui/lib.rs", "ui/tests/proof.rs"];
    for name in tests.chain(programs.into_iter().chain(others).map(str::to_owned)) {
        write(&kit.join(name), "fn main() {}\n");
    }
    // An earlier state of the kit was copied there.
    crate::support::prune(&kit.join("src"), &root().join("src"));
    copy(source, &kit, &|_, text| text);
    lock(&kit);
    kit
}

/// The manifest with the packages in `tests` as members, in the place of the real kit's katas.
fn with_members(manifest: &str, tests: &Path) -> String {
    let mut manifest: toml::Table = toml::from_str(manifest).expect("TOML");
    let katas = fs::read_dir(tests).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let katas: Vec<_> = katas.map(|kata| format!("tests/{}", kata.to_string_lossy())).collect();
    for key in ["members", "default-members"] {
        let members = manifest["workspace"][key].as_array_mut().expect("a list");
        members.retain(|path| !path.as_str().is_some_and(|path| path.starts_with("tests/")));
        members.extend(katas.iter().map(|kata| kata.as_str().into()));
    }
    toml::to_string(&manifest).expect("it was TOML")
}

/// The real kit's lock, to which Cargo has added the katas of this one; once for the same katas.
fn lock(kit: &Path) {
    let (text, marker) = (read(&root().join("Cargo.lock")), kit.join("Cargo.lock.kit"));
    let made_of = format!("{text}\n{}", read(&kit.join("Cargo.toml")));
    if kit.join("Cargo.lock").is_file() && fs::read_to_string(&marker).is_ok_and(|it| it == made_of) {
        return;
    }
    write(&kit.join("Cargo.lock"), &text);
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["update", "--workspace", "--offline"]).current_dir(kit);
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{cargo:?}: {}", String::from_utf8_lossy(&output.stderr));
    write(&marker, &made_of);
}

/// The tiny kit, ready to grade: its self-check has passed.
pub fn kit() -> &'static Path {
    static KIT: OnceLock<PathBuf> = OnceLock::new();
    KIT.get_or_init(|| {
        let kit = lay_out("grade-kit", &attacks().join("kit"), &|_, text| text);
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("katas/tiny.rs"), &reference());
        let output = command(&kit, &[folder.path().to_str().expect("plain text")]).output().expect("it runs");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        kit
    })
}

/// A kit with a kata for each thing that may be granted; one of them stands behind a feature.
pub fn grants_kit() -> &'static Path {
    static KIT: OnceLock<PathBuf> = OnceLock::new();
    // Its claims may call only what stands in the library.
    const FOLDER: &str = "\npub fn folder_of_the_claim() -> std::path::PathBuf {\n    \
         std::env::var_os(\"TOKIO_KATAS_FOLDER\").expect(\"a folder\").into()\n}\n";
    let change = |from: &Path, text: String| {
        if from == root().join("Cargo.toml") {
            text.replace("[features]\n", "[features]\nextra = []\n")
        } else if from.ends_with("probe/mod.rs") {
            text + FOLDER
        } else {
            text
        }
    };
    KIT.get_or_init(|| lay_out("grants-kit", &grants(), &change))
}

/// The tiny kit, with a claim that fails in half of all orders of what is ready in the same instant, whatever the
/// answer.
pub fn orders_kit() -> &'static Path {
    static KIT: OnceLock<PathBuf> = OnceLock::new();
    const CLAIM: &str = "
#[claim]
#[tokio::test(start_paused = true)]
async fn job_0_ends_first() {
    expect_eq(\"the sum\", &Pair::new(1, 2).sum(), &3, \"\");
    let jobs = Jobs::lasting_ms([10, 10]);
    let work = jobs.work();
    for task in [tokio::spawn(work(0)), tokio::spawn(work(1))] {
        task.await.expect(\"it does not panic\");
    }
    expect_eq(\"the order\", &jobs.end_order(), &vec![0, 1], \"\");
}
";
    KIT.get_or_init(|| {
        let kit = lay_out("orders-kit", &attacks().join("kit"), &|_, text| text);
        let claims = kit.join("tests/tiny/pair.rs");
        write(
            &claims,
            &read(&claims).replacen("\npub static ANSWER", &format!("{CLAIM}\npub static ANSWER"), 1),
        );
        kit
    })
}

/// The tiny kit with the clinic beside it.
pub fn clinic_kit() -> &'static Path {
    static KIT: OnceLock<PathBuf> = OnceLock::new();
    KIT.get_or_init(|| {
        let kit = lay_out("clinic-kit", &attacks().join("kit"), &|_, text| text);
        for name in ["ui/cases.toml", "ui/checks", "answers/clinic"] {
            copy(&root().join(name), &kit.join(name), &|_, text| text);
        }
        kit
    })
}

pub fn grants() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grants")
}

pub fn reference() -> String {
    read(&attacks().join("kit/answers/tiny/reference.rs"))
}

pub fn stub() -> String {
    read(&attacks().join("kit/answers/tiny/stub.rs"))
}

pub fn command(kit: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kata-grade"));
    // Containers know no other user.
    command.args(["grade", "--as-root"]).args(arguments).current_dir(kit).env("CARGO_TARGET_DIR", target());
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
    graded_in(kit(), arguments)
}

/// The exit code and the JSON report of a run in another kit.
pub fn graded_in(kit: &Path, arguments: &[&str]) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("grade.json");
    let report = format!("json={}", file.display());
    let output = command(kit, &[arguments, &["--report", &report]].concat()).output().expect("it runs");
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
