//! The ready files in `ci-templates/`: they are what their readers expect, and their commands do what
//! they say. What only a CI has (its images, `gh`, `apt-get`) is a program here that does nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine;
use serde_json::Value;

use crate::kit::{kit, read, reference, root, said, stub, target, write};

/// What the words in `${{ }}` stand for.
const WORDS: [(&str, &str); 9] = [
    ("vars.KATAS_KIT", "school/kit"),
    ("runner.os", "Linux"),
    ("hashFiles('kit/Cargo.lock', 'kit/src/**', 'kit/runner/**', 'kit/tests/**')", "0"),
    ("steps.katas.outputs.result", "RESULT"),
    ("steps.seed.outputs.seed", "7"),
    ("needs.seed.outputs.seed", "7"),
    ("secrets.CLASSROOM_TOKEN", "token"),
    ("inputs.assignment", "1"),
    ("matrix.shard", "SHARD"),
];

fn template(name: &str) -> PathBuf {
    root().join("ci-templates").join(name)
}

fn yaml(name: &str) -> Value {
    serde_saphyr::from_str(&read(&template(name))).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A place like a CI's: a folder to work in, and programs in front of the system's.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn new() -> Machine {
        let machine = Machine { folder: tempfile::tempdir().expect("a folder") };
        let cargo = format!(
            "if [ \"$1\" = kata ]; then shift; exec '{}' \"$@\"; fi\nexec '{}' \"$@\"\n",
            env!("CARGO_BIN_EXE_kata"),
            env!("CARGO"),
        );
        machine.program("cargo", &cargo);
        for name in ["rustup", "sudo", "gh", "apt-get", "curl"] {
            machine.program(name, "cat >/dev/null </dev/null\n");
        }
        machine
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn program(&self, name: &str, does: &str) {
        let path = self.path().join("bin").join(name);
        write(&path, &format!("#!/bin/sh\n{does}"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("to make it a program");
    }

    /// Three submissions: all right, all wrong, and one without a kata.
    fn class(&self, folder: &Path) {
        write(&folder.join("ada/katas/tiny.rs"), &reference());
        write(&folder.join("bob/katas/tiny.rs"), &stub());
        write(&folder.join("cleo/katas/other.rs"), "");
    }

    /// Runs a step's commands as GitHub and GitLab do, and fails the test if they fail.
    fn run(&self, place: &Path, commands: &str, settings: &BTreeMap<String, String>) {
        let path = std::env::var("PATH").expect("a PATH");
        let mut bash = Command::new("bash");
        bash.args(["-eo", "pipefail", "-c", commands]).current_dir(place).stdin(Stdio::null());
        bash.env("PATH", format!("{}:{path}", self.path().join("bin").display()));
        bash.env("CARGO_TARGET_DIR", target()).envs(settings);
        let output = bash.output().expect("bash");
        assert!(output.status.success(), "{commands}\n{}", said(&output));
    }
}

/// The value as it is on the machine of one shard.
fn fill(text: &str, shard: u32) -> String {
    let mut text = text.to_owned();
    for (word, meaning) in WORDS {
        let meaning = if meaning == "SHARD" { shard.to_string() } else { meaning.to_owned() };
        text = text.replace(&format!("${{{{ {word} }}}}"), &meaning);
    }
    assert!(!text.contains("${{"), "nobody knows what this is: {text}");
    text
}

fn settings(of: &Value, shard: u32) -> BTreeMap<String, String> {
    let pairs = of["env"].as_object().into_iter().flatten();
    pairs.map(|(name, value)| (name.clone(), fill(value.as_str().expect("text"), shard))).collect()
}

/// Runs the steps of a GitHub job. What its actions do has been done.
fn run_job(machine: &Machine, place: &Path, job: &Value, shard: u32) {
    for step in job["steps"].as_array().expect("steps") {
        if let Some(action) = step["uses"].as_str() {
            let version = action.split_once('@').expect("an action says its version").1;
            assert!(version.starts_with('v') && version.len() > 1, "{action}: not pinned");
            continue;
        }
        let mut settings: BTreeMap<String, String> =
            [self::settings(job, shard), self::settings(step, shard)].into_iter().flatten().collect();
        let files = [
            ("GITHUB_OUTPUT", "output"),
            ("GITHUB_STEP_SUMMARY", "summary"),
            ("RUNNER_TEMP", ""),
            ("GITHUB_WORKSPACE", "work"),
        ];
        for (name, file) in files {
            settings.insert(name.to_owned(), machine.path().join(file).to_string_lossy().into_owned());
        }
        let place = place.join(step["working-directory"].as_str().unwrap_or_default());
        machine.run(&place, &fill(step["run"].as_str().expect("a command"), shard), &settings);
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn points(class: &Value) -> Vec<(String, u64)> {
    let submissions = class["submissions"].as_array().expect("submissions");
    let row = |it: &Value| {
        (it["name"].as_str().expect("a name").to_owned(), it["points"].as_u64().expect("points"))
    };
    submissions.iter().map(row).collect()
}

#[test]
fn a_students_push_is_graded() {
    let machine = Machine::new();
    let place = machine.path().join("work");
    write(&place.join("submission/katas/tiny.rs"), &reference());
    std::os::unix::fs::symlink(kit(), place.join("kit")).expect("a link");
    run_job(&machine, &place, &yaml("github/student.yml")["jobs"]["grade"], 0);
    let output = read(&machine.path().join("output"));
    let result = output.strip_prefix("result=").expect("an output").trim_end();
    let result = base64::engine::general_purpose::STANDARD.decode(result).expect("base64 on one line");
    let result: Value = serde_json::from_slice(&result).expect("JSON");
    assert_eq!(result["status"], "pass", "{result}");
    assert!(read(&machine.path().join("summary")).contains("tiny"));
}

#[test]
fn a_class_is_graded_on_several_machines_and_merged() {
    let machine = Machine::new();
    let place = kit();
    let leftovers =
        ["submissions", "reports", "class.json", "class.html", "class.csv", "class.md", "junit.xml"];
    let tidy = || {
        for name in leftovers {
            let _ = fs::remove_file(place.join(name));
            let _ = fs::remove_dir_all(place.join(name));
        }
    };
    let expect_all = || {
        let class = json(&place.join("class.json"));
        let whole = class["submissions"][0]["max_points"].as_u64().expect("points");
        let expected =
            [("ada", whole), ("bob", 0), ("cleo", 0)].map(|(name, points)| (name.to_owned(), points));
        assert_eq!(points(&class), expected);
        assert!(
            read(&place.join("class.html")).contains("cleo")
                && read(&place.join("class.csv")).contains("bob")
        );
    };

    tidy();
    machine.class(&place.join("submissions"));
    let workflow = yaml("github/class.yml");
    let jobs = &workflow["jobs"];
    let shards = jobs["grade"]["strategy"]["matrix"]["shard"].as_array().expect("shards");
    let of = jobs["grade"]["env"]["SHARD"].as_str().expect("text").rsplit('/').next().expect("a number");
    assert_eq!(shards.len().to_string(), of, "as many machines as there are shards");
    for shard in 1..=shards.len() {
        run_job(&machine, place, &jobs["grade"], shard as u32);
    }
    run_job(&machine, place, &jobs["merge"], 0);
    expect_all();

    tidy();
    machine.class(&place.join("submissions"));
    let pipeline = yaml("gitlab/.gitlab-ci.yml");
    let script = |job: &str| -> String {
        assert_eq!(pipeline[job]["stage"], job);
        let before = pipeline[".rust"]["before_script"].as_array().expect("a list");
        let own = pipeline[job]["script"].as_array().expect("a list");
        before.iter().chain(own).map(|line| line.as_str().expect("text").to_owned() + "\n").collect()
    };
    let setting = |pairs: &[(&str, String)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    };
    let total = pipeline["grade"]["parallel"].as_u64().expect("a number");
    for index in 1..=total {
        let pairs = [
            ("CI_NODE_INDEX", index.to_string()),
            ("CI_NODE_TOTAL", total.to_string()),
            ("SEED", "7".to_owned()),
        ];
        machine.run(place, &script("grade"), &setting(&pairs));
    }
    machine.run(place, &script("merge"), &setting(&[]));
    expect_all();
    assert!(read(&place.join("junit.xml")).contains("<testsuites"));
    tidy();
}

#[test]
fn gradescope_finds_its_results() {
    for name in ["setup.sh", "run_autograder"] {
        let script = template(&format!("gradescope/{name}"));
        let checked = Command::new("bash").arg("-n").arg(&script).output().expect("bash");
        assert!(checked.status.success(), "{}", said(&checked));
        let mode = fs::metadata(&script).expect("a file").permissions().mode();
        assert!(mode & 0o111 != 0, "{name} is not a program");

        // Its fixed places, here.
        let machine = Machine::new();
        let place = machine.path().join("autograder");
        fs::create_dir_all(place.join("source")).expect("a folder");
        fs::create_dir_all(place.join("results")).expect("a folder");
        std::os::unix::fs::symlink(kit(), place.join("source/kit")).expect("a link");
        // Handed in one by one, as Gradescope's students do.
        write(&place.join("submission/tiny.rs"), &reference());
        let here = |path: &str| machine.path().join(path).to_string_lossy().into_owned();
        let text = read(&script).replace("/tmp/", &here("tmp/")).replace("/autograder", &here("autograder"));
        let home = BTreeMap::from([("HOME".to_owned(), here("home"))]);
        machine.run(machine.path(), &text.replace("export PATH=\"$HOME/.cargo/bin:$PATH\"\n", ""), &home);
        if name == "run_autograder" {
            let results = json(&place.join("results/results.json"));
            assert!(results["score"].as_f64().is_some_and(|score| score > 0.0), "{results}");
        }
    }
}
